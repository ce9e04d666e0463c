import Core
import Geometry
import Transport

extension Run {
  /// One finished event to look at: it is simulated again, bit by bit, with its tracks recorded.
  ///
  ///     {"minimum_energy_GeV": 0.1, "largest_track_count": 2000}
  public func display(row: UInt64, options: JSON) throws -> JSON {
    var card = try Card(options, path: "")
    let minimum = try card.number("minimum_energy_GeV", default: 0.1, in: 1e-6...1e4, dimension: "energy")
    let largest = try card.integer("largest_track_count", default: 2000, in: 1...1_000_000)
    try card.finish()
    guard row < eventsDone else {
      throw HermeticError.range("event", Double(row), allowed: "one of the \(eventsDone) finished events")
    }
    let replay = Run(replaying: self, row: row)
    let recorder = UnsafeMutablePointer<TrackRecorder>.allocate(capacity: 1)
    recorder.initialize(to: TrackRecorder(minimumKineticEnergy_GeV: minimum, largestCount: largest))
    defer {
      recorder.deinitialize(count: 1)
      recorder.deallocate()
    }
    replay.simulateOne(recording: recorder)
    let tracks = recorder.pointee.tracks
    return .object([
      JSON.Member("event", .number(Double(self.card.firstEvent + row))),
      JSON.Member("geometry", self.card.setup.world.describe()),
      JSON.Member(
        "tracks",
        .array(
          tracks.map { track in
            [
              "particle": .string(track.particle.name), "energy_GeV": .number(track.kineticEnergy_GeV),
              "time_ns": .number(track.time_ns),
              "points_mm": .array(
                track.points.map { [.number($0.x), .number($0.y), .number($0.z)] }),
            ]
          })), JSON.Member("omitted_tracks", .number(Double(recorder.pointee.omitted))),
      JSON.Member("cells", try cellsOfDisplay(replay)),
      JSON.Member(
        "columns", .object(try columnNames.map { JSON.Member($0, .number(try column($0)[Int(row)])) })),
    ])
  }

  private func cellsOfDisplay(_ replay: Run) throws -> JSON {
    let world = card.setup.world
    return .array(
      try grids.enumerated().map { index, grid in
        let values = try replay.cellEnergies(sensor: grid.name, truth: false, first: 0, events: 1)
        let centre = world.view.toGlobal(.zero, volume: world.sensors[index].volume)
        return [
          "sensor": .string(grid.name), "volume": .string(world.sensors[index].volumeName),
          "sections": .number(Double(grid.sectionCount)),
          "cells": [.number(Double(grid.cellsX)), .number(Double(grid.cellsY))],
          "cell_mm": [.number(grid.cellX_mm), .number(grid.cellY_mm)],
          "centre_mm": [.number(centre.x), .number(centre.y), .number(centre.z)],
          "energies_GeV": .array(values.map { .number($0) }),
        ]
      })
  }
}
