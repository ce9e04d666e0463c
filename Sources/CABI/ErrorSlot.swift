import CHermetic
import Core
import Glibc

/// The last error message of each thread. A POSIX key, since Swift has no thread-local variables; the
/// slot is freed when its thread ends.
enum ErrorSlot {
  static let capacity = 1024

  private static let key: pthread_key_t = {
    var key = pthread_key_t()
    pthread_key_create(&key) { slot in free(slot) }
    return key
  }()

  private static let empty: UnsafeMutablePointer<CChar> = {
    let text = UnsafeMutablePointer<CChar>.allocate(capacity: 1)
    text[0] = 0
    return text
  }()

  static var current: UnsafePointer<CChar> {
    guard let slot = pthread_getspecific(key) else { return UnsafePointer(empty) }
    return UnsafePointer(slot.assumingMemoryBound(to: CChar.self))
  }

  static func set(_ message: String) {
    var slot = pthread_getspecific(key)
    if slot == nil {
      slot = malloc(capacity)
      pthread_setspecific(key, slot)
    }
    guard let text = slot?.assumingMemoryBound(to: CChar.self) else { return }
    let utf8 = Array(message.utf8)
    var length = min(utf8.count, capacity - 1)
    // Never cut a UTF-8 sequence in two: the first byte left out must begin a character.
    if utf8.count > length {
      while length > 0, utf8[length] & 0xC0 == 0x80 { length -= 1 }
    }
    // A NUL from a name in the card would end the message there.
    for index in 0..<length {
      text[index] = utf8[index] == 0 ? CChar(bitPattern: UInt8(ascii: "?")) : CChar(bitPattern: utf8[index])
    }
    text[length] = 0
  }
}

/// Runs the body of an exported function; whatever it throws becomes a status and a message.
func guarded(_ body: () throws -> Void) -> Int32 {
  do {
    try body()
    return 0
  } catch let error as HermeticError {
    ErrorSlot.set(error.message.isEmpty ? "error without a message" : error.message)
    return error.code.rawValue
  } catch {
    ErrorSlot.set("internal error: \(error)")
    return HermeticError.Code.inside.rawValue
  }
}

@_cdecl("hermetic_last_error_message") @implementation
public func hermetic_last_error_message() -> UnsafePointer<CChar>! { ErrorSlot.current }
