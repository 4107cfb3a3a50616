import Devices
import Synchronization

/// The way by which any thread reaches the connection that the loop's thread owns, while there is one.
///
/// The handle is only used under the lock, and the client's deinit takes it away, under the same lock, before it destroys it: so nobody
/// uses it then. Callbacks never take this lock, so it cannot meet libmosquitto's own in the wrong order.
final class MosquittoLine: Sendable {
  private let client = Mutex<MosquittoClient.Reference?>(nil)
  private let lastPeer = Mutex<MosquittoBroker.Peer?>(nil)

  func connect(_ reference: MosquittoClient.Reference) { client.withLock { $0 = reference } }

  func cut() { client.withLock { $0 = nil } }

  /// Queues a message and returns its number; nil when there is no connection.
  func send(_ message: BrokerMessage) -> Result<CInt, BrokerFailure>? {
    client.withLock { $0?.publish(message) }
  }

  /// What is known of the broker that was met last.
  var peer: MosquittoBroker.Peer? {
    get { lastPeer.withLock { $0 } }
    set { lastPeer.withLock { $0 = newValue } }
  }
}
