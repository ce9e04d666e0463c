extension Presets {
  static let trackers: [Entry] = []
}
