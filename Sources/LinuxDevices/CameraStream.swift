import CVideo
import Domain
import Glibc
import Pictures
import System

/// An open camera that is streaming into memory-mapped buffers; closes it when its life ends.
///
/// Follows the kernel's "Streaming I/O (Memory Mapping)". Nothing but `open`, `ioctl`, `mmap` and `poll` is called, so that
/// libcamera's V4L2 layer can be preloaded for CSI cameras.
struct CameraStream: ~Copyable {
  /// Few, so that no frame is old when it is read; more than one, so that the camera can always write.
  private static let bufferCount: UInt32 = 4

  private let path: String
  private let device: FileDescriptor
  private let format: CameraFormat
  private let buffers: [MappedBuffer]

  /// Opens a device node, sets the nearest format to the one asked for, and starts the stream.
  init(path: String, width: Int, height: Int, rate: Int, format wanted: PixelFormat?) throws {
    let device = try FileDescriptor(opening: path, O_RDWR | O_NONBLOCK)
    guard try Self.canStream(device, path) else { throw CameraError.notACamera(path) }
    let format = try Self.negotiate(device, path, width: width, height: height, wanted)
    Self.setRate(device, rate)
    var buffers: [MappedBuffer] = []

    var request = v4l2_requestbuffers()
    request.count = Self.bufferCount
    request.type = V4L2_BUF_TYPE_VIDEO_CAPTURE.rawValue
    request.memory = V4L2_MEMORY_MMAP.rawValue
    try Self.control(device, path, "VIDIOC_REQBUFS", moodbox_VIDIOC_REQBUFS, &request)
    for index in 0..<request.count {
      var buffer = Self.buffer(index)
      try Self.control(device, path, "VIDIOC_QUERYBUF", moodbox_VIDIOC_QUERYBUF, &buffer)
      buffers.append(
        try device.withRaw { (raw) throws(IOFailure) in
          try MappedBuffer(raw, offset: buffer.m.offset, length: buffer.length)
        })
      try Self.control(device, path, "VIDIOC_QBUF", moodbox_VIDIOC_QBUF, &buffer)
    }
    var type = CInt(V4L2_BUF_TYPE_VIDEO_CAPTURE.rawValue)
    try Self.control(device, path, "VIDIOC_STREAMON", moodbox_VIDIOC_STREAMON, &type)
    self.path = path
    self.device = device
    self.format = format
    self.buffers = buffers
  }

  deinit {
    var type = CInt(V4L2_BUF_TYPE_VIDEO_CAPTURE.rawValue)
    // An unplugged camera refuses; closing the descriptor stops it all the same.
    try? Self.control(device, path, "VIDIOC_STREAMOFF", moodbox_VIDIOC_STREAMOFF, &type)
  }

  /// The next picture, or nil when `stop` was raised. Damaged pictures, which cameras deliver after their start, are skipped.
  ///
  /// Throws when the camera is gone (`ENODEV`) or silent for five seconds.
  borrowing func next(unless stop: borrowing StopSignal) throws -> Frame? {
    while true {
      let raw = device.withRaw { $0 }
      switch try stop.wait(for: raw, milliseconds: 5000) {
      case .stopped: return nil
      case .timedOut: throw CameraError.silent(path)
      case .ready: break
      }
      guard var buffer = try dequeued() else { continue }
      let frame = frame(in: buffer)
      try Self.control(device, path, "VIDIOC_QBUF", moodbox_VIDIOC_QBUF, &buffer)
      if let frame { return frame }
    }
  }

  /// A filled buffer, or nil if another call was faster.
  private borrowing func dequeued() throws(IOFailure) -> v4l2_buffer? {
    var buffer = Self.buffer(0)
    do throws(IOFailure) {
      try Self.control(device, path, "VIDIOC_DQBUF", moodbox_VIDIOC_DQBUF, &buffer)
    } catch {
      if error.code == EAGAIN { return nil }
      throw error
    }
    return buffer
  }

  private borrowing func frame(in buffer: v4l2_buffer) -> Frame? {
    guard buffer.flags & moodbox_V4L2_BUF_FLAG_ERROR == 0, Int(buffer.index) < buffers.count else { return nil }
    let time = Duration.seconds(buffer.timestamp.tv_sec) + .microseconds(buffer.timestamp.tv_usec)
    return buffers[Int(buffer.index)].withBytes(count: Int(buffer.bytesused)) { bytes in
      try? Frame(
        from: bytes, format: format.pixels, width: format.width, height: format.height,
        bytesPerLine: format.bytesPerLine, time: time)
    }
  }

  // MARK: - Calls

  private static func control<Argument>(
    _ device: borrowing FileDescriptor, _ path: String, _ name: String, _ request: UInt, _ argument: inout Argument
  ) throws(IOFailure) {
    try device.withRaw { (raw) throws(IOFailure) in
      // Safe: the request's argument is of the type that the kernel's header gives for it.
      _ = try valueOrErrno(name, on: path) {
        withUnsafeMutablePointer(to: &argument) { moodbox_ioctl(raw, request, $0) }
      }
    }
  }

  private static func buffer(_ index: UInt32) -> v4l2_buffer {
    var buffer = v4l2_buffer()
    buffer.index = index
    buffer.type = V4L2_BUF_TYPE_VIDEO_CAPTURE.rawValue
    buffer.memory = V4L2_MEMORY_MMAP.rawValue
    return buffer
  }

  /// Whether the node captures single-planar video and streams it.
  static func canStream(_ device: borrowing FileDescriptor, _ path: String) throws(IOFailure) -> Bool {
    var capability = v4l2_capability()
    try control(device, path, "VIDIOC_QUERYCAP", moodbox_VIDIOC_QUERYCAP, &capability)
    // A driver with several nodes says for each what it can do; an old one only for all together.
    let here =
      capability.capabilities & moodbox_V4L2_CAP_DEVICE_CAPS != 0 ? capability.device_caps : capability.capabilities
    let wanted = moodbox_V4L2_CAP_VIDEO_CAPTURE | moodbox_V4L2_CAP_STREAMING
    return here & wanted == wanted
  }

  private static func negotiate(
    _ device: borrowing FileDescriptor, _ path: String, width: Int, height: Int, _ wanted: PixelFormat?
  ) throws -> CameraFormat {
    let offered = offers(device)
    guard let choice = CameraFormat.best(of: offered, wanted: wanted) else {
      throw CameraError.unreadable(path, offers: offered.map(name), wanted: wanted)
    }
    var format = v4l2_format()
    format.type = V4L2_BUF_TYPE_VIDEO_CAPTURE.rawValue
    format.fmt.pix.width = UInt32(clamping: width)
    format.fmt.pix.height = UInt32(clamping: height)
    format.fmt.pix.pixelformat = choice.code
    format.fmt.pix.field = V4L2_FIELD_ANY.rawValue
    try control(device, path, "VIDIOC_S_FMT", moodbox_VIDIOC_S_FMT, &format)
    // The driver answers with what it will really do.
    let got = format.fmt.pix
    guard let pixels = CameraFormat.best(of: [got.pixelformat], wanted: wanted)?.pixels else {
      throw CameraError.unreadable(path, offers: [name(got.pixelformat)], wanted: wanted)
    }
    return CameraFormat(
      pixels: pixels, width: Int(got.width), height: Int(got.height), bytesPerLine: Int(got.bytesperline))
  }

  private static func offers(_ device: borrowing FileDescriptor) -> [UInt32] {
    var codes: [UInt32] = []
    for index in 0..<UInt32(64) {
      var description = v4l2_fmtdesc()
      description.index = index
      description.type = V4L2_BUF_TYPE_VIDEO_CAPTURE.rawValue
      // EINVAL ends the list.
      guard (try? control(device, "", "VIDIOC_ENUM_FMT", moodbox_VIDIOC_ENUM_FMT, &description)) != nil else { break }
      codes.append(description.pixelformat)
    }
    return codes
  }

  /// A format's four characters, such as `YUYV`.
  private static func name(_ code: UInt32) -> String {
    withUnsafeBytes(of: code.littleEndian) { String(decoding: $0, as: UTF8.self) }
  }

  /// Asks for a frame rate; cameras without a choice of rates refuse, which is fine.
  private static func setRate(_ device: borrowing FileDescriptor, _ rate: Int) {
    var parameters = v4l2_streamparm()
    parameters.type = V4L2_BUF_TYPE_VIDEO_CAPTURE.rawValue
    parameters.parm.capture.timeperframe = v4l2_fract(numerator: 1, denominator: UInt32(clamping: rate))
    try? control(device, "", "VIDIOC_S_PARM", moodbox_VIDIOC_S_PARM, &parameters)
  }
}
