import Glibc

/// POSIX threads for loops over independent work. No Swift concurrency: its pool does not survive the
/// fork() that Python's multiprocessing does.
public enum Threads {
  public static var processorCount: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

  private final class Start {
    let body: (Int) -> Void
    let index: Int
    init(_ body: @escaping (Int) -> Void, _ index: Int) {
      self.body = body
      self.index = index
    }
  }

  /// Calls body(0), …, body(count − 1) at the same time and returns when all are done. The last one runs
  /// on the calling thread; the others block all signals, so that Ctrl-C reaches the host program.
  public static func run(count: Int, _ body: (Int) -> Void) {
    withoutActuallyEscaping(body) { body in
      var threads: [pthread_t] = []
      var everySignal = sigset_t()
      var before = sigset_t()
      sigfillset(&everySignal)
      pthread_sigmask(SIG_SETMASK, &everySignal, &before)
      var inline: [Int] = []
      for index in 0..<max(0, count - 1) {
        var thread = pthread_t()
        let start = Unmanaged.passRetained(Start(body, index))
        let status = pthread_create(
          &thread, nil,
          { argument in
            let start = Unmanaged<Start>.fromOpaque(argument!).takeRetainedValue()
            start.body(start.index)
            return nil
          }, start.toOpaque())
        if status == 0 {
          threads.append(thread)
        } else {  // no more threads to be had: the work is done here instead
          start.release()
          inline.append(index)
        }
      }
      pthread_sigmask(SIG_SETMASK, &before, nil)
      for index in inline { body(index) }
      if count > 0 { body(count - 1) }
      for thread in threads { pthread_join(thread, nil) }
    }
  }
}

/// Hands out 0, 1, 2, … to several threads.
public final class SharedCounter: @unchecked Sendable {
  private var mutex = pthread_mutex_t()
  private var value: UInt64
  private let end: UInt64

  public init(from start: UInt64, to end: UInt64) {
    value = start
    self.end = end
    pthread_mutex_init(&mutex, nil)
  }

  deinit { pthread_mutex_destroy(&mutex) }

  /// The next number, or nil at the end.
  public func next() -> UInt64? {
    pthread_mutex_lock(&mutex)
    defer { pthread_mutex_unlock(&mutex) }
    guard value < end else { return nil }
    value += 1
    return value - 1
  }

  /// How far the hand-out has come.
  public var position: UInt64 {
    pthread_mutex_lock(&mutex)
    defer { pthread_mutex_unlock(&mutex) }
    return value
  }
}

/// Seconds of a clock that never goes back.
public func monotonicSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
}
