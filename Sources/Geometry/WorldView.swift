/// What a particle reads of a `World`: the flat tables, without a reference to count. Two threads that follow
/// particles touch no common counter. Valid as long as the world is.
@frozen public struct WorldView: @unchecked Sendable {
  @usableFromInline let volumes: UnsafeMutablePointer<VolumeRecord>
  @usableFromInline let daughters: UnsafeMutablePointer<Int32>
  @usableFromInline let slabs: UnsafeMutablePointer<SlabRecord>
  @usableFromInline let planes: UnsafeMutablePointer<Double>
  @usableFromInline let grids: UnsafeMutablePointer<CellGrid>
}
