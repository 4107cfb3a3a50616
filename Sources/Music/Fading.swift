/// e to the −`age`: how much of something is left. To about 0.02 % of itself, without a C library and so the same bits on
/// every machine: (1 + x/n)^n tends to e^x.
func fading(_ age: Double) -> Double {
  guard age > 0 else { return 1 }
  guard age < 60 else { return 0 }
  var rest = 1 / (1 + age / 65_536)
  for _ in 0..<16 { rest *= rest }
  return rest
}
