import Glibc

/// The unit in which the kernel counts memory.
package enum MemoryPage {
  /// In bytes.
  package static let size = sysconf(CInt(_SC_PAGESIZE))
}
