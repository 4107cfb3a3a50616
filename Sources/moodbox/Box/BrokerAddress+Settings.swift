import Glibc
import LinuxDevices
import Settings

extension MosquittoBroker.Address {
  /// As the settings say. Reads the password; throws when its file, or a credential, is not there.
  init(_ hub: Settings.Hub, client: String) throws {
    self.init(
      host: hub.host, port: hub.port, client: client, user: hub.user.isEmpty ? nil : hub.user,
      password: try Self.password(hub), encryption: try Self.encryption(hub))
  }

  private static func encryption(_ hub: Settings.Hub) throws(Failure) -> BrokerEncryption? {
    guard hub.isEncrypted else { return nil }
    return BrokerEncryption(
      authorityFile: try path(hub.authorityFile, "hub.authority-file"),
      certificateFile: try path(hub.certificateFile, "hub.certificate-file"),
      keyFile: try path(hub.keyFile, "hub.key-file"), serverName: hub.serverName.isEmpty ? nil : hub.serverName)
  }

  /// The first line of the file; nil when none is named.
  private static func password(_ hub: Settings.Hub) throws -> String? {
    guard let file = try path(hub.passwordFile, "hub.password-file") else { return nil }
    let bytes = try InputFile.bytes(file, limit: 1 << 20)
    return String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }, as: UTF8.self)
  }

  /// Where the file is; nil when none is named. A credential is where systemd has put it for the service (systemd.exec(5)).
  private static func path(_ text: String, _ key: String) throws(Failure) -> String? {
    if text.isEmpty { return nil }
    guard text.hasPrefix(Settings.Hub.credential) else { return text }
    let name = text.dropFirst(Settings.Hub.credential.count)
    guard let folder = getenv("CREDENTIALS_DIRECTORY") else {
      throw Failure("\(key): there are no credentials here: systemd gives \(name) to the service alone")
    }
    return "\(String(cString: folder))/\(name)"
  }
}
