import Inference
import Testing

@Suite("Networks that cannot run")
struct RefusalTests {
  struct Refusal: Sendable, CustomTestStringConvertible {
    let name: String
    let kind: NetworkError.Kind
    let place: String
    let problem: String
    var testDescription: String { name }

    init(_ name: String, _ kind: NetworkError.Kind, _ place: String, _ problem: String) {
      self.name = name
      self.kind = kind
      self.place = place
      self.problem = problem
    }
  }

  /// What is wrong with each file in the folder, and words that its error must hold.
  static let refusals: [Refusal] = [
    Refusal("float-network", .unsupported, "operator 0 (CONV_2D)", "\"input\") is float32; supported: int8"),
    Refusal("int16-activations", .unsupported, "operator 0 (CONV_2D), tensor 0", "int16 elements; supported: int8"),
    Refusal("uint8-activations", .unsupported, "operator 0 (CONV_2D)", "is uint8; supported: int8"),
    Refusal("activation-scales-by-channel", .unsupported, "operator 0 (CONV_2D)", "has 3 scales; supported: one"),
    Refusal("weight-zero-points", .unsupported, "operator 0 (CONV_2D)", "supported: symmetric weights"),
    Refusal("weight-scales-along-the-wrong-dimension", .malformed, "operator 0 (CONV_2D)", "must lie along 0"),
    Refusal("computed-weights", .unsupported, "operator 0 (CONV_2D)", "supported: constants"),
    Refusal("grouped-convolution", .unsupported, "operator 0 (CONV_2D)", "grouped convolution is not supported"),
    Refusal("bias-of-int64", .unsupported, "operator 0 (CONV_2D)", "is int64; supported: int32"),
    Refusal("bias-of-another-length", .malformed, "operator 0 (CONV_2D)", "bias of shape [3] for 2 channels"),
    Refusal(
      "wrong-output-shape", .malformed, "operator 0 (CONV_2D)", "shape is [1, 4, 4, 2], but the file says [1, 4, 3, 2]"),
    Refusal("stride-zero", .malformed, "operator 0 (CONV_2D)", "stride"),
    Refusal("unknown-padding", .unsupported, "operator 0 (CONV_2D)", "padding 7; supported: SAME"),
    Refusal("tanh-activation", .unsupported, "operator 0 (CONV_2D)", "fused activation 4; supported: NONE"),
    Refusal("future-version", .unsupported, "operator 0 (CONV_2D)", "version 99; supported: 1 to 8"),
    Refusal("filled-twice", .malformed, "operator 1 (CONV_2D)", "filled twice"),
    Refusal(
      "dynamic-shape", .unsupported, "operator 0 (CONV_2D), tensor 0", "an extent of -1; supported: fixed extents"),
    Refusal("huge-tensor", .tooLarge, "tensor 0 \"input\"", "more than 268435456 elements"),
    Refusal("huge-arena", .tooLarge, "tensor 3", "more than 268435456 bytes"),
    Refusal("negative-scale", .malformed, "tensor 3 \"output\"", "a scale of -0.1"),
    Refusal("not-a-number-scale", .malformed, "tensor 3 \"output\"", "a scale of nan"),
    Refusal("tiny-output-scale", .unsupported, "operator 0 (CONV_2D)", "output's scale is too small"),
    Refusal("hard-swish", .unsupported, "operator 0 (HARD_SWISH)", "supported: ADD, AVERAGE_POOL_2D"),
    Refusal("transpose-convolution", .unsupported, "operator 0 (TRANSPOSE_CONV)", "RESIZE_NEAREST_NEIGHBOR"),
    Refusal("multiplication", .unsupported, "operator 0 (MUL)", "SOFTMAX"),
    Refusal("softmax-of-another-scale", .unsupported, "operator 0 (SOFTMAX)", "supported: 1/256 and -128"),
    Refusal("rescaling-pool", .unsupported, "operator 0 (MAX_POOL_2D)", "supported: the same"),
    Refusal("mean-over-the-outside", .unsupported, "operator 0 (MEAN)", "supported: neighbours"),
    Refusal("mean-over-no-dimension", .malformed, "operator 0 (MEAN)", "dimension 5"),
    Refusal("negative-margins", .malformed, "operator 0 (PAD)", "margins"),
    Refusal("reshape-to-more", .malformed, "operator 0 (RESHAPE)", "equally many elements"),
    Refusal("missing-options", .malformed, "operator 0 (SOFTMAX)", "options of type 0 where 9 belongs"),
    Refusal("aligned-and-centred", .unsupported, "operator 0 (RESIZE_BILINEAR)", "align_corners"),
    Refusal("read-before-filled", .malformed, "operator 0 (ADD)", "reads tensor 1, which nothing before it fills"),
  ]

  @Test("are refused with the place and the reason", arguments: refusals)
  func refused(_ refusal: Refusal) throws {
    let bytes = try Files.network(refused: refusal.name)
    let error = try #require(Self.error(of: bytes))
    #expect(error.kind == refusal.kind)
    #expect(error.place.contains(refusal.place), "\(error)")
    #expect(error.problem.contains(refusal.problem), "\(error)")
  }

  @Test("are all described here")
  func complete() {
    #expect(Self.refusals.map(\.name).sorted() == Files.refused)
  }

  @Test("are refused when they are no network at all")
  func foreign() {
    for bytes in [[], Array("TFL3".utf8), Array("<!DOCTYPE html><html>".utf8), [UInt8](repeating: 0xff, count: 4096)] {
      #expect(Self.error(of: bytes)?.kind == .malformed)
    }
  }

  /// Why `bytes` are refused; nil where they are not.
  private static func error(of bytes: [UInt8]) -> NetworkError? {
    do {
      _ = try Network(bytes: bytes)
      return nil
    } catch {
      return error
    }
  }
}
