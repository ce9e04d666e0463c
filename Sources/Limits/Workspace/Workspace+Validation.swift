import Core

extension Workspace {
  /// What no single item can know: lengths that belong together, names used twice.
  func validate() throws {
    func fail(_ text: String) -> HermeticError { HermeticError(.configuration, text) }
    var channelNames: Set<String> = []
    for (c, channel) in channels.enumerated() {
      let path = "channels[\(c)]"
      guard channelNames.insert(channel.name).inserted else {
        throw fail("\(path).name \"\(channel.name)\" is used twice. Rename one.")
      }
      let bins = channel.samples[0].data.count
      var sampleNames: Set<String> = []
      for (s, sample) in channel.samples.enumerated() {
        let path = "\(path).samples[\(s)]"
        guard sampleNames.insert(sample.name).inserted else {
          throw fail("\(path).name \"\(sample.name)\" is used twice in this channel. Rename one.")
        }
        guard sample.data.count == bins else {
          throw fail("\(path).data holds \(sample.data.count) bins, the channel's first sample \(bins).")
        }
        var seen: Set<String> = []
        for (m, modifier) in sample.modifiers.enumerated()
        where !seen.insert(modifier.effect.kind + "/" + modifier.name).inserted {
          throw fail(
            "\(path).modifiers[\(m)]: a \(modifier.effect.kind) \"\(modifier.name)\" stands in this sample "
              + "already. Merge them.")
        }
      }
    }
    try validateObservations()
    var measurementNames: Set<String> = []
    for (index, measurement) in measurements.enumerated() {
      guard measurementNames.insert(measurement.name).inserted else {
        throw fail("measurements[\(index)].name \"\(measurement.name)\" is used twice. Rename one.")
      }
    }
  }

  private func validateObservations() throws {
    func fail(_ text: String) -> HermeticError { HermeticError(.configuration, text) }
    var seen: Set<String> = []
    for (index, observation) in observations.enumerated() {
      let path = "observations[\(index)]"
      guard let channel = channels.first(where: { $0.name == observation.name }) else {
        let error = HermeticError.notFound("channel", observation.name, known: channels.map(\.name))
        throw HermeticError(error.code, "\(path).name: \(error.message)")
      }
      guard seen.insert(observation.name).inserted else {
        throw fail("\(path).name \"\(observation.name)\" is observed twice. Remove one.")
      }
      let bins = channel.samples[0].data.count
      guard observation.data.count == bins else {
        throw fail(
          "\(path).data holds \(observation.data.count) bins, channel \"\(channel.name)\" \(bins).")
      }
      for bin in 0..<bins where observation.data[bin] > 0 {
        // Whatever adds events: a nominal yield or a shape that rises from zero.
        let possible = channel.samples.contains { sample in
          sample.data[bin] > 0
            || sample.modifiers.contains {
              if case .histosys(let high, let low) = $0.effect { return high[bin] != 0 || low[bin] != 0 }
              return false
            }
        }
        guard possible else {
          throw fail(
            "\(path).data[\(bin)] = \(observation.data[bin]), but no sample of channel \"\(channel.name)\" "
              + "expects events in that bin (its likelihood is zero). Add a background there.")
        }
      }
    }
    for (index, channel) in channels.enumerated() where !seen.contains(channel.name) {
      throw fail("observations: channels[\(index)] \"\(channel.name)\" has none. Add its data.")
    }
  }
}
