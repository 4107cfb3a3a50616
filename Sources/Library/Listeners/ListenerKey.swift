import CCrypto
import Glibc
import System

/// The key of one listener: a file of 32 random bytes that only its owner reads, and what it seals.
///
/// Everything that the box stores of a listener is sealed with AES-256-GCM (NIST SP 800-38D) under that key, with a fresh
/// random nonce and with the place where it is stored as associated data: without the key it cannot be read, and elsewhere it
/// does not open. With the file all of it is gone.
struct ListenerKey: Sendable {
  private static let size = 32
  private static let nonceSize = 12
  private static let tagSize = 16

  private let bytes: [UInt8]

  /// Makes a new key and its file. When this returns, the file outlives a power cut: nothing is ever sealed with a key that
  /// could be lost.
  init(creating path: String) throws {
    var bytes = [UInt8](repeating: 0, count: Self.size)
    guard RAND_bytes(&bytes, CInt(bytes.count)) == 1 else { throw ListenerFailure.noRandomNumbers }
    try WholeFile.replace(path, with: bytes)
    self.bytes = bytes
  }

  /// Reads a key; nil when there is no such file.
  init?(reading path: String) throws {
    guard let bytes = try WholeFile.read(path, limit: 4096) else { return nil }
    guard bytes.count == Self.size else { throw ListenerFailure.brokenKey(path: path) }
    self.bytes = bytes
  }

  /// Makes a key unreadable for good: overwrites it in place, so that not even its blocks on the disk hold it, and removes
  /// the file, each synced before the next step (fsync(2)). No key is no error.
  static func destroy(_ path: String) throws(IOFailure) {
    do throws(IOFailure) {
      let file = try FileDescriptor(opening: path, O_WRONLY)
      try file.withRaw { (raw) throws(IOFailure) in
        let noise = [UInt8](repeating: 0xFF, count: size)
        for fill in [noise, [UInt8](repeating: 0, count: size)] {
          try valueOrErrno("pwrite", on: path) { pwrite(raw, fill, fill.count, 0) }
          try valueOrErrno("fsync", on: path) { fsync(raw) }
        }
      }
    } catch  where error.code == ENOENT {
      return
    }
    try WholeFile.remove(path)
  }

  /// Nonce, ciphertext and tag.
  ///
  /// - Parameter place: where it will be stored; to be given again to open it.
  func seal(_ text: [UInt8], at place: String) throws -> [UInt8] {
    var nonce = [UInt8](repeating: 0, count: Self.nonceSize)
    guard RAND_bytes(&nonce, CInt(nonce.count)) == 1 else { throw ListenerFailure.noRandomNumbers }
    guard let context = EVP_CIPHER_CTX_new() else { throw ListenerFailure.noRandomNumbers }
    defer { EVP_CIPHER_CTX_free(context) }
    let place = Array(place.utf8)
    var cipher = [UInt8](repeating: 0, count: text.count + Self.tagSize)
    var tag = [UInt8](repeating: 0, count: Self.tagSize)
    var count: CInt = 0
    // None of these fails for these sizes unless memory is short.
    guard EVP_EncryptInit_ex(context, EVP_aes_256_gcm(), nil, bytes, nonce) == 1,
      EVP_EncryptUpdate(context, nil, &count, place, CInt(place.count)) == 1,
      EVP_EncryptUpdate(context, &cipher, &count, text, CInt(text.count)) == 1,
      EVP_EncryptFinal_ex(context, &tag, &count) == 1,
      EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, CInt(Self.tagSize), &tag) == 1
    else { throw ListenerFailure.noRandomNumbers }
    return nonce + Array(cipher.prefix(text.count)) + tag
  }

  /// What was sealed; nil when it was sealed under another key or for another place, or was changed.
  func open(_ sealed: [UInt8], at place: String) -> [UInt8]? {
    guard sealed.count >= Self.nonceSize + Self.tagSize, let context = EVP_CIPHER_CTX_new() else { return nil }
    defer { EVP_CIPHER_CTX_free(context) }
    let nonce = Array(sealed.prefix(Self.nonceSize))
    let cipher = Array(sealed[Self.nonceSize..<(sealed.count - Self.tagSize)])
    var tag = Array(sealed.suffix(Self.tagSize))
    let place = Array(place.utf8)
    var text = [UInt8](repeating: 0, count: cipher.count + Self.tagSize)
    var count: CInt = 0
    var end = [UInt8](repeating: 0, count: Self.tagSize)
    guard EVP_DecryptInit_ex(context, EVP_aes_256_gcm(), nil, bytes, nonce) == 1,
      EVP_DecryptUpdate(context, nil, &count, place, CInt(place.count)) == 1,
      EVP_DecryptUpdate(context, &text, &count, cipher, CInt(cipher.count)) == 1,
      EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, CInt(Self.tagSize), &tag) == 1,
      EVP_DecryptFinal_ex(context, &end, &count) == 1
    else { return nil }
    return Array(text.prefix(cipher.count))
  }
}
