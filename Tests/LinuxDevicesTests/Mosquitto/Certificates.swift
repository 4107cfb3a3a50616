import FoundationEssentials

/// Certificates for a test, made with openssl: an authority, and whatever it signs.
struct Certificates {
  static let isPossible = Program.isInstalled("openssl")

  let folder: URL

  func path(_ file: String) -> String { folder.appending(path: file).path }

  /// An authority of its own: `NAME.pem` and `NAME.key`.
  func makeAuthority(_ name: String) async throws {
    try await Program("openssl", request(name) + ["-x509", "-days", "2", "-out", path(name + ".pem")]).output()
  }

  /// A certificate that `authority` has signed; of −1 days it expired yesterday. `names` as in `DNS:localhost,IP:127.0.0.1`.
  func make(_ name: String, for names: String, by authority: String, days: Int = 2) async throws {
    let extensions = ["-addext", "subjectAltName=\(names)"]
    try await Program("openssl", request(name) + extensions + ["-out", path(name + ".csr")]).output()
    try await Program(
      "openssl",
      [
        "x509", "-req", "-in", path(name + ".csr"), "-CA", path(authority + ".pem"), "-CAkey",
        path(authority + ".key"), "-copy_extensions", "copy", "-days", "\(days)", "-out", path(name + ".pem"),
      ]
    ).output()
  }

  private func request(_ name: String) -> [String] {
    [
      "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=\(name)", "-keyout",
      path(name + ".key"),
    ]
  }
}
