/// One of the things that ``RecommendCommand`` does.
protocol RecommendAction {
  func run() async throws
}
