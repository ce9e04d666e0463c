import CHermetic
import Core

/// Texts that live as long as the library.
enum StaticText {
  static func make(_ string: String) -> UnsafePointer<CChar> {
    let bytes = Array(string.utf8CString)
    let memory = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
    memory.initialize(from: bytes, count: bytes.count)
    return UnsafePointer(memory)
  }

  static let versionString =
    "\(HERMETIC_VERSION_MAJOR).\(HERMETIC_VERSION_MINOR).\(HERMETIC_VERSION_PATCH)"
  static let version = make(versionString)
  static let statusNames: [Int32: UnsafePointer<CChar>] = [
    0: make("HERMETIC_OK"), -1: make("HERMETIC_E_ARGUMENT"), -2: make("HERMETIC_E_RANGE"),
    -3: make("HERMETIC_E_NOT_FOUND"), -4: make("HERMETIC_E_PARSE"),
    -5: make("HERMETIC_E_CONFIGURATION"), -6: make("HERMETIC_E_GEOMETRY"),
    -7: make("HERMETIC_E_KINEMATICS"), -8: make("HERMETIC_E_CAPACITY"), -9: make("HERMETIC_E_STATE"),
    -10: make("HERMETIC_E_NUMERICS"), -11: make("HERMETIC_E_INTERRUPTED"),
    -12: make("HERMETIC_E_INTERNAL"),
  ]
  static let unknownStatus = make("unknown status")
}

@_cdecl("hermetic_version") @implementation
public func hermetic_version() -> UnsafePointer<CChar>! { StaticText.version }

@_cdecl("hermetic_abi_version") @implementation
public func hermetic_abi_version() -> Int32 { HERMETIC_ABI_VERSION }

@_cdecl("hermetic_status_name") @implementation
public func hermetic_status_name(_ status: Int32) -> UnsafePointer<CChar>! {
  StaticText.statusNames[status] ?? StaticText.unknownStatus
}
