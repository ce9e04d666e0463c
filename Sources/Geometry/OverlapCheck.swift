enum OverlapCheck {
  static func run(_ volumes: [VolumeDescription], _ tree: VolumeTree) throws {}
}
