import CHermetic
import Core
import Study

private func buffer(_ bytes: UnsafeRawPointer?, _ size: Int) throws -> UnsafeRawBufferPointer {
  guard let bytes else {
    throw HermeticError(.argument, "bytes is NULL. Pass what hermetic_run_checkpoint gave.")
  }
  guard size >= 0 else { throw HermeticError(.range, "size = \(UInt(bitPattern: size)) is too large.") }
  return UnsafeRawBufferPointer(start: bytes, count: size)
}

@_cdecl("hermetic_run_checkpoint") @implementation
public func hermetic_run_checkpoint(_ run: OpaquePointer!, _ out: UnsafeMutablePointer<OpaquePointer?>!)
  -> Int32
{
  guarded {
    let run = try Handle.object(run, "run", as: RunObject.self).run
    let place = try output(out, "out")
    place.pointee = Handle.make(TextObject(bytes: run.checkpoint(version: StaticText.versionString)))
  }
}

@_cdecl("hermetic_run_absorb") @implementation
public func hermetic_run_absorb(
  _ run: OpaquePointer!, _ bytes: UnsafeRawPointer!, _ size: Int,
  _ progress: UnsafeMutablePointer<hermetic_progress>!
) -> Int32 {
  guarded {
    let run = try Handle.object(run, "run", as: RunObject.self).run
    try check(progress)
    try run.absorb(try buffer(bytes, size), version: StaticText.versionString)
    report(run, to: progress)
  }
}

@_cdecl("hermetic_checkpoint_describe") @implementation
public func hermetic_checkpoint_describe(
  _ bytes: UnsafeRawPointer!, _ size: Int, _ out: UnsafeMutablePointer<OpaquePointer?>!
) -> Int32 {
  guarded {
    _ = try output(out, "out")
    try answer(try CheckpointHeader.read(try buffer(bytes, size)).json, out)
  }
}
