import FoundationEssentials
import Hub
import System

extension Moment {
  /// What both clocks say now.
  package static var now: Moment { Moment(uptime: monotonicTime(), date: Date()) }
}
