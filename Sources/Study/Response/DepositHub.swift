import Transport

/// Hands the deposits of one thread's transport to everybody who asked for them.
final class DepositHub {
  private let log: UnsafeMutablePointer<DepositLog>
  private let consumers: [(UnsafeBufferPointer<Deposit>) -> Void]

  /// nil when nobody wants deposits: transport then does not log them.
  init?(_ consumers: [(UnsafeBufferPointer<Deposit>) -> Void]) {
    guard !consumers.isEmpty else { return nil }
    self.consumers = consumers
    log = .allocate(capacity: 1)
    log.initialize(
      to: DepositLog(capacity: 4096) { deposits in for consumer in consumers { consumer(deposits) } })
  }

  func attach(to transport: inout ShowerTransport) { transport.logDeposits(to: log) }

  /// Forgets what has not been handed over: the next shower counts.
  func clear() { log.pointee.clear() }

  func flush() { log.pointee.flush() }

  func free() {
    log.pointee.free()
    log.deinitialize(count: 1)
    log.deallocate()
  }
}
