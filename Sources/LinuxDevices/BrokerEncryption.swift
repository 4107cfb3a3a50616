/// Whom an encrypted connection trusts, and how it says who we are. All files are PEM.
package struct BrokerEncryption: Equatable, Sendable {
  /// Certificate authorities to trust; nil trusts those of the system.
  package var authorityFile: String?
  /// Our own certificate, with those that lead to its authority, for brokers that ask for one; and its key.
  package var certificateFile: String?
  package var keyFile: String?
  /// The name that the broker's certificate must carry; nil is the host's name or address.
  package var serverName: String?

  package init(
    authorityFile: String? = nil, certificateFile: String? = nil, keyFile: String? = nil, serverName: String? = nil
  ) {
    self.authorityFile = authorityFile
    self.certificateFile = certificateFile
    self.keyFile = keyFile
    self.serverName = serverName
  }
}
