import Dispatch
import Glibc
import Synchronization

/// A stretch of network between a client and a broker, with everything that may happen to one.
final class Proxy: Sendable {
  /// How the broker at the other end takes MQTT 5.
  enum Broker: Sendable {
    case modern
    /// Answers that it does not know this version, as MQTT 3.1.1 has it.
    case refusesVersionFive
    /// Hangs up without a word.
    case hangsUpOnVersionFive
  }

  private struct State {
    var sockets: Set<CInt> = []
    var isHeld = false
    var isClosed = false
  }

  let port: Int
  private let target: Int
  private let broker: Broker
  private let listener: CInt
  private let state = Mutex(State())

  init(to target: Int, broker: Broker = .modern) throws {
    self.target = target
    self.broker = broker
    listener = socket(AF_INET, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var address = Self.address(0)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let listener = listener
    let code = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, length) | listen(listener, 16) | getsockname(listener, $0, &length)
      }
    }
    guard code == 0 else { throw MosquittoProcess.StartFailure(said: ["no proxy: \(errno)"]) }
    port = Int(UInt16(bigEndian: address.sin_port))
    DispatchQueue(label: "proxy").async { [self] in accept() }
  }

  deinit { close(listener) }

  /// Ends the connections, as a router does that restarts.
  func cut() {
    state.withLock { state in
      for socket in state.sockets { shutdown(socket, CInt(SHUT_RDWR)) }
    }
  }

  /// From now on nothing passes, though all connections stay: as when a cable is pulled.
  func hold() { state.withLock { $0.isHeld = true } }

  /// New connections pass again; what was held is lost.
  func heal() {
    cut()
    state.withLock { $0.isHeld = false }
  }

  /// No more connections.
  func end() {
    state.withLock { $0.isClosed = true }
    shutdown(listener, CInt(SHUT_RDWR))
    cut()
  }

  private static func address(_ port: Int) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    address.sin_port = UInt16(port).bigEndian
    return address
  }

  private func accept() {
    while !state.withLock({ $0.isClosed }) {
      let client = Glibc.accept(listener, nil, nil)
      guard client >= 0 else { return }
      _ = fcntl(client, F_SETFD, FD_CLOEXEC)
      let server = socket(AF_INET, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
      let code = withUnsafePointer(to: Self.address(target)) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          connect(server, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
      }
      guard code == 0 else {
        close(client)
        close(server)
        continue
      }
      state.withLock { $0.sockets.formUnion([client, server]) }
      let open = Open(2)
      for (source, sink) in [(client, server), (server, client)] {
        DispatchQueue(label: "proxy").async { [self] in
          pump(from: source, to: sink, isClient: source == client)
          shutdown(source, CInt(SHUT_RDWR))
          shutdown(sink, CInt(SHUT_RDWR))
          guard open.leave() else { return }
          state.withLock { $0.sockets.subtract([client, server]) }
          close(client)
          close(server)
        }
      }
    }
  }

  /// How many directions are still in use.
  private final class Open: Sendable {
    private let count: Mutex<Int>
    init(_ count: Int) { self.count = Mutex(count) }
    func leave() -> Bool {
      count.withLock { count in
        count -= 1
        return count == 0
      }
    }
  }

  private func pump(from source: CInt, to sink: CInt, isClient: Bool) {
    var block = [UInt8](repeating: 0, count: 65_536)
    var isFirst = isClient
    while case let count = read(source, &block, block.count), count > 0 {
      if isFirst, Self.version(of: block) == 5 {
        if broker == .refusesVersionFive { send(source, [0x20, 2, 0, 1], 4, CInt(MSG_NOSIGNAL)) }
        if broker != .modern { return }
      }
      isFirst = false
      if state.withLock({ $0.isHeld }) { continue }
      guard send(sink, block, count, CInt(MSG_NOSIGNAL)) == count else { return }
    }
  }

  /// The protocol version that a CONNECT packet asks for: behind the packet's type, its length (of one byte up to 127, otherwise two),
  /// and the name `MQTT`.
  private static func version(of packet: [UInt8]) -> UInt8 { packet[packet[1] < 128 ? 8 : 9] }
}
