import CCrypto
import Glibc

/// Which machine this is, told so that nobody else can use it.
package enum MachineIdentity {
  /// 32 bytes that are always the same for this machine and this use, and from which the machine id cannot be found.
  ///
  /// HMAC-SHA-256 of `use` under the machine id, as machine-id(5) asks of everybody who shows something of it. Throws when
  /// `file` cannot be read, and `ENODATA` when it is empty, as in some containers.
  package static func hash(for use: String, file: String = "/etc/machine-id") throws(IOFailure) -> [UInt8] {
    let machine = try contents(of: file)
    guard machine.count >= 32 else { throw IOFailure("read", on: file, code: ENODATA) }
    let key = Array(machine.prefix(32))
    let message = Array(use.utf8)
    var hash = [UInt8](repeating: 0, count: 32)
    var length: UInt32 = 0
    guard HMAC(EVP_sha256(), key, CInt(key.count), message, message.count, &hash, &length) != nil, length == 32 else {
      throw IOFailure("HMAC", on: file, code: EINVAL)
    }
    return hash
  }

  /// What kind of machine this is, the most exact name first, as its device tree says; empty where there is none, as on PCs.
  package static var models: [String] { models(file: "/sys/firmware/devicetree/base/compatible") }

  static func models(file: String) -> [String] {
    let bytes = (try? WholeFile.read(file, limit: 4096)) ?? []
    return bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
  }

  private static func contents(of file: String) throws(IOFailure) -> [UInt8] {
    let descriptor = try FileDescriptor(opening: file, O_RDONLY)
    var bytes = [UInt8](repeating: 0, count: 64)
    let count = try descriptor.withRaw { raw throws(IOFailure) in
      try valueOrErrno("read", on: file) { bytes.withUnsafeMutableBytes { read(raw, $0.baseAddress, $0.count) } }
    }
    return Array(bytes[..<count])
  }
}
