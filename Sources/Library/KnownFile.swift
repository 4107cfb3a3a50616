/// What the catalog knows of a file, for a scan to compare.
struct KnownFile: Sendable {
  let id: Int64
  let path: String
  let state: CatalogEntry.State
  let size: Int64
  let modified: Int64
  let fingerprint: [UInt8]
}
