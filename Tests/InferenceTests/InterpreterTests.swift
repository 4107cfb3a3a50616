import Inference
import Testing

@Suite("Interpreters")
struct InterpreterTests {
  @Test("say what a network's inputs and outputs are")
  func description() throws {
    let network = try Network(bytes: Files.network(whole: "emotion"))
    let (input, output) = (network.inputs[0], network.outputs[0])
    #expect(input.shape == [1, 48, 48, 1] && input.type == .int8)
    #expect(output.type == .int8 && output.count == 8)
    #expect(abs(input.real(input.quantised(0))) <= input.scale / 2)
    #expect(network.multiplications > 1_000_000)
  }

  @Test("give the same answer again, and independently of each other")
  func repeatable() throws {
    let network = try Network(bytes: Files.network(whole: "emotion"))
    let (first, second) = (Interpreter(network), Interpreter(network))
    func answer(_ interpreter: Interpreter, _ value: Int8) -> [Int8] {
      interpreter.withInput { pixels in
        for index in pixels.indices { pixels[index] = Int8(truncatingIfNeeded: index &* Int(value)) }
      }
      interpreter.run()
      return interpreter.withOutput { Array($0) }
    }
    let (one, other) = (answer(first, 3), answer(second, 7))
    #expect(one != other)
    #expect(answer(first, 7) == other)
    #expect(answer(first, 3) == one)
  }
}
