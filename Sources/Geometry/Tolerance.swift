/// The three lengths below which the geometry does not distinguish.
///
/// How navigation makes progress on surfaces. A ray *enters* a solid only if it also passes through the
/// solid shrunk by `skin` on all sides, and *leaves* it at the true surface. A ray that enters therefore
/// has at least one more `skin` of path inside, which is more than the rounding error of a position (a
/// few 1e-11 mm at 100 m), so that "enter, leave, enter …" without moving cannot happen; and a ray that
/// has left through a surface does not meet the shrunk solid again. Corners that are clipped by less
/// than `skin` are not seen at all.
///
/// A ray that runs inside a face (direction component below `parallel`) belongs to the side on which the
/// point moved by `skin` along a fixed, generic direction lies: two volumes that touch in that face can
/// never both claim it, nor can it fall between them into the mother.
public enum Tolerance {
  /// mm.
  @inlinable public static var skin: Double { 1e-9 }
  /// A direction component this small counts as 0: it moves a ray by less than 1e-7 mm in the largest
  /// world that is allowed.
  @inlinable public static var parallel: Double { 1e-13 }
  /// Overlaps and protrusions up to this depth pass for touching; mm.
  @inlinable public static var overlap: Double { 1e-6 }
  /// Smallest dimension of a volume, mm, and largest full size of the world, mm.
  @inlinable public static var smallestSize: Double { 1e-4 }
  @inlinable public static var largestSize: Double { 1e6 }
}
