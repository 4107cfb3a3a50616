import CTLS
import Glibc

/// What OpenSSL tells of a handshake with the broker; written by its callbacks, on the thread that shakes hands.
final class TLSHandshake {
  /// Why the certificate is not trusted, in words.
  private(set) var problem: String?
  /// When it expires, in seconds since 1970.
  private(set) var end: Int?
  /// What the connection is encrypted with, once it is.
  private(set) var cipher: String?

  /// Listens to that context's connections, verifies their certificates, and asks for the name that is expected (SNI): libmosquitto
  /// itself would ask for the address. The handshake must outlive the context.
  func listen(to context: OpaquePointer) {
    tls_set_owner(context, Unmanaged.passUnretained(self).toOpaque())
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER) { isTrusted, verification in
      TLSHandshake.of(tls_owner_of_verification(verification))?.note(verification, isTrusted == 1)
      return isTrusted
    }
    SSL_CTX_set_info_callback(context) { connection, place, _ in
      if place & SSL_CB_HANDSHAKE_START != 0, let connection,
        let name = X509_VERIFY_PARAM_get0_host(SSL_get0_param(connection), 0)
      {
        _ = tls_set_requested_name(connection, name)
      }
      if place & SSL_CB_HANDSHAKE_DONE != 0, let name = SSL_CIPHER_get_name(SSL_get_current_cipher(connection)) {
        TLSHandshake.of(tls_owner_of_connection(connection))?.cipher = String(cString: name)
      }
    }
  }

  /// Alive, since whoever made it keeps it until the context's connections are gone.
  private static func of(_ owner: UnsafeMutableRawPointer?) -> TLSHandshake? {
    owner.map { Unmanaged<TLSHandshake>.fromOpaque($0).takeUnretainedValue() }
  }

  private func note(_ verification: OpaquePointer?, _ isTrusted: Bool) {
    if X509_STORE_CTX_get_error_depth(verification) == 0 {
      end = X509_STORE_CTX_get_current_cert(verification).flatMap { Self.seconds(X509_get0_notAfter($0)) }
    }
    guard !isTrusted, problem == nil else { return }
    let code = X509_STORE_CTX_get_error(verification)
    let words = X509_verify_cert_error_string(Int(code)).map { String(cString: $0) } ?? "error \(code)"
    let hint = code == X509_V_ERR_CERT_NOT_YET_VALID ? "; is the clock of this machine right?" : ""
    problem = words + hint
  }

  private static func seconds(_ time: UnsafePointer<ASN1_TIME>?) -> Int? {
    var parts = tm()
    return ASN1_TIME_to_tm(time, &parts) == 1 ? timegm(&parts) : nil
  }
}
