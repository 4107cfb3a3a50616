import CTLS
import Devices

/// Makes OpenSSL contexts for connections to a broker: TLS 1.2 or later, forward secrecy, and AES-256-GCM where the broker has it.
///
/// A context of our own, because libmosquitto cannot verify a name that differs from the address.
enum TLSContext {
  private static let modern = "TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256"
  private static let older =
    "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:ECDHE+CHACHA20:ECDHE-ECDSA-AES128-GCM-SHA256:"
    + "ECDHE-RSA-AES128-GCM-SHA256"

  /// Lends a context to `body`, which may keep it by counting a reference. What is found out of the other side is left in
  /// `handshake`.
  static func lend(
    _ encryption: BrokerEncryption, host: String, handshake: TLSHandshake,
    to body: (OpaquePointer) -> Result<Void, BrokerFailure>
  ) -> Result<Void, BrokerFailure> {
    ERR_clear_error()
    guard let context = SSL_CTX_new(TLS_client_method()) else { return failure("TLS") }
    defer { SSL_CTX_free(context) }
    guard tls_set_oldest_version_1_2(context) == 1, SSL_CTX_set_ciphersuites(context, modern) == 1,
      SSL_CTX_set_cipher_list(context, older) == 1
    else { return failure("TLS") }
    // A key with a passphrase is an error here, not a question on the terminal.
    SSL_CTX_set_default_passwd_cb(context) { _, _, _, _ in 0 }
    handshake.listen(to: context)
    if let problem = trust(encryption, context) ?? introduce(encryption, context) { return .failure(problem) }
    expect(encryption.serverName ?? host, context)
    return body(context)
  }

  private static func trust(_ encryption: BrokerEncryption, _ context: OpaquePointer) -> BrokerFailure? {
    if let file = encryption.authorityFile {
      guard SSL_CTX_load_verify_locations(context, file, nil) == 1 else {
        return problem("\(file): reading the certificate authorities")
      }
    } else if SSL_CTX_set_default_verify_paths(context) != 1 {
      return problem("reading the certificate authorities of the system")
    }
    return nil
  }

  private static func introduce(_ encryption: BrokerEncryption, _ context: OpaquePointer) -> BrokerFailure? {
    guard let certificate = encryption.certificateFile, let key = encryption.keyFile else { return nil }
    guard SSL_CTX_use_certificate_chain_file(context, certificate) == 1 else {
      return problem("\(certificate): reading our certificate")
    }
    guard SSL_CTX_use_PrivateKey_file(context, key, SSL_FILETYPE_PEM) == 1 else {
      return problem("\(key): reading our key")
    }
    return nil
  }

  /// The certificate must be for this name or address.
  private static func expect(_ name: String, _ context: OpaquePointer) {
    let parameters = SSL_CTX_get0_param(context)
    if X509_VERIFY_PARAM_set1_ip_asc(parameters, name) == 1 { return }
    ERR_clear_error()
    X509_VERIFY_PARAM_set_hostflags(parameters, UInt32(X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS))
    X509_VERIFY_PARAM_set1_host(parameters, name, 0)
  }

  private static func failure(_ subject: String) -> Result<Void, BrokerFailure> { .failure(problem(subject)) }

  /// The last word that OpenSSL left: the earlier ones say in which of its functions.
  private static func problem(_ subject: String) -> BrokerFailure {
    let code = ERR_peek_last_error()
    ERR_clear_error()
    let words = ERR_reason_error_string(code).map { String(cString: $0) } ?? "OpenSSL error \(code)"
    return BrokerFailure("\(subject): \(words)")
  }
}
