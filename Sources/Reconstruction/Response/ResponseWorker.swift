import Numerics

/// One thread's measurement of events: from true to reported energies, channel by channel.
public final class ResponseWorker {
  public let response: DetectorResponse
  /// Reported calibrated energies, all sensors one after the other.
  public let measured: UnsafeMutablePointer<Double>
  /// Per sensor: energy that other particles have added before the threshold, and the time.
  public private(set) var pileUp_GeV: [Double]
  public private(set) var times_ns: [Double]
  private let shared: UnsafeMutablePointer<Double>
  private let otherEnd: UnsafeMutablePointer<Double>
  private let library: (any PileUpLibrary)?
  private let electronsSeen: Double

  /// Each purpose of each sensor has a stream of its own: switching one stage off leaves the others' draws alone.
  private enum Stage: UInt64 {
    case pileUp, photostatistics, fluctuation, noise, turnOn, time, pileUpBeyond
    static let count: UInt64 = 8
  }

  /// - Parameters:
  ///   - library: what pile-up overlays; without one nothing is
  ///   - electronsSeen: the part of an electron's visible energy that scintillators show, which calibrations undo
  public init(
    _ response: DetectorResponse, library: (any PileUpLibrary)? = nil, electronsSeen: Double = 1
  ) {
    self.response = response
    self.electronsSeen = electronsSeen
    measured = .allocate(capacity: max(1, response.channelCount))
    measured.initialize(repeating: 0, count: max(1, response.channelCount))
    shared = .allocate(capacity: max(1, response.channelCount))
    shared.initialize(repeating: 0, count: max(1, response.channelCount))
    otherEnd = .allocate(capacity: max(1, response.channelCount))
    otherEnd.initialize(repeating: 0, count: max(1, response.channelCount))
    pileUp_GeV = [Double](repeating: 0, count: response.grids.count)
    times_ns = [Double](repeating: 0, count: response.grids.count)
    self.library = library
  }

  deinit {
    measured.deallocate()
    shared.deallocate()
    otherEnd.deallocate()
  }

  /// The other beam particles that an event's calorimeters see, the same for whoever asks.
  ///
  /// - Parameter gate_ns: before and after, of detectors that see more than calorimeters do
  public static func others(
    _ response: DetectorResponse, _ base: RandomStream, gate_ns: [Double]? = nil
  )
    -> [PileUp.Particle]
  {
    guard let pileUp = response.pileUp else { return [] }
    var rng = stream(base, response.grids.count, .pileUp)
    var result = pileUp.draw(&rng)
    if let gate_ns {
      var rng = stream(base, response.grids.count, .pileUpBeyond)
      result += pileUp.draw(before: gate_ns[0], after: gate_ns[1], &rng)
    }
    return result
  }

  private func stream(_ base: RandomStream, _ sensor: Int, _ stage: Stage) -> RandomStream {
    Self.stream(base, sensor, stage)
  }

  private static func stream(_ base: RandomStream, _ sensor: Int, _ stage: Stage) -> RandomStream {
    RandomStream(
      sameEventAs: base, trackBase: base.track, track: UInt64(sensor) &* Stage.count &+ stage.rawValue)
  }

  /// Measures one event.
  ///
  /// - Parameters:
  ///   - light: visible energy per channel, weighted with the collection of light, GeV
  ///   - flightTimes_ns: mean time of the sensor's deposits; NaN without any
  public func measure(
    _ light: UnsafePointer<Double>, flightTimes_ns: UnsafePointer<Double>, seed: UInt64, event: UInt64
  ) {
    let base = RandomStream(seed: seed, event: event, purpose: .response)
    let others: [(particle: PileUp.Particle, event: PileUpEvent)] =
      library.map { library in Self.others(response, base).map { ($0, library.event($0.event)) } } ?? []
    for index in response.grids.indices {
      let grid = response.grids[index]
      let cells = measured + grid.offset
      var own = 0.0
      let scale = (response.sensors[index]?.scale ?? 1) / (grid.visibleFraction * electronsSeen)
      for channel in 0..<grid.channelCount {
        cells[channel] = light[grid.offset + channel] * scale
        own += cells[channel]
      }
      var timeSum = own > 0 ? own * flightTimes_ns[index] : 0
      let added = overlay(others, on: grid, index, scale: scale, cells, &timeSum)
      pileUp_GeV[index] = added
      let total = own + added
      var time = total > 0 ? timeSum / total : .nan
      if let sensor = response.sensors[index] {
        if sensor.hasTwoEnds {
          readBothEnds(sensor, grid, index, cells, base)
        } else {
          respond(sensor, grid, index, cells, base, photoelectrons_per_GeV: sensor.photoelectrons_per_GeV)
        }
        if sensor.time_ns > 0 {
          var rng = stream(base, index, .time)
          time += sensor.time_ns * rng.normal()
        }
        var seen = false
        for channel in 0..<grid.channelCount where cells[channel] > 0 { seen = true }
        if !seen { time = .nan }
      }
      times_ns[index] = time
    }
  }

  private func overlay(
    _ others: [(particle: PileUp.Particle, event: PileUpEvent)], on grid: ChannelGrid, _ index: Int,
    scale: Double, _ cells: UnsafeMutablePointer<Double>, _ timeSum: inout Double
  ) -> Double {
    var added = 0.0
    for (other, event) in others {
      var sum = 0.0
      for channel in 0..<grid.channelCount {
        let energy = other.weight * (event.light[grid.offset + channel] * scale)
        cells[channel] += energy
        sum += energy
      }
      added += sum
      if sum > 0 { timeSum += sum * (event.times_ns[index] - other.earlier_ns) }
    }
    return added
  }

  /// Each end has streams of its own, beyond those of the sensors.
  private func readBothEnds(
    _ sensor: SensorResponse, _ grid: ChannelGrid, _ index: Int, _ cells: UnsafeMutablePointer<Double>,
    _ base: RandomStream
  ) {
    let count = grid.channelCount
    let half = 0.5 * sensor.photoelectrons_per_GeV
    otherEnd.update(from: cells, count: count)
    respond(sensor, grid, index, cells, base, photoelectrons_per_GeV: half)
    respond(
      sensor, grid, response.grids.count + 1 + index, otherEnd, base, photoelectrons_per_GeV: half)
    for channel in 0..<count {
      let larger = max(cells[channel], otherEnd[channel])
      let smaller = min(cells[channel], otherEnd[channel])
      cells[channel] =
        smaller <= 0 || smaller < sensor.smallestEndRatio * larger
        ? max(0, sensor.smallestEndRatio > 0 ? larger : 0) : (larger * smaller).squareRoot()
    }
  }

  private func respond(
    _ sensor: SensorResponse, _ grid: ChannelGrid, _ index: Int, _ cells: UnsafeMutablePointer<Double>,
    _ base: RandomStream, photoelectrons_per_GeV n: Double
  ) {
    let count = grid.channelCount
    if sensor.crossTalk > 0 { leak(sensor.crossTalk, grid, cells) }
    if n > 0 {
      var rng = stream(base, index, .photostatistics)
      for channel in 0..<count where cells[channel] > 0 {
        cells[channel] = rng.poisson(mean: cells[channel] * n) / n
      }
    }
    if sensor.cellFluctuation > 0 {
      var rng = stream(base, index, .fluctuation)
      for channel in 0..<count where cells[channel] > 0 {
        cells[channel] *= max(0, 1 + sensor.cellFluctuation * rng.normal())
      }
    }
    if sensor.miscalibration > 0 {
      for channel in 0..<count { cells[channel] *= response.gains[grid.offset + channel] }
    }
    if sensor.noise_GeV > 0 {
      var rng = stream(base, index, .noise)
      for channel in 0..<count { cells[channel] += sensor.noise_GeV * rng.normal() }
    }
    if sensor.saturation_GeV > 0 {
      for channel in 0..<count { cells[channel] = min(cells[channel], sensor.saturation_GeV) }
    }
    if sensor.turnOn_GeV > 0 {
      var rng = stream(base, index, .turnOn)
      for channel in 0..<count where cells[channel] > 0 && cells[channel] < sensor.turnOn_GeV {
        let seen = exp(sensor.turnOnPower * log(cells[channel] / sensor.turnOn_GeV))
        if rng.uniform() >= seen { cells[channel] = 0 }
      }
    }
    if sensor.threshold_GeV > 0 {
      for channel in 0..<count where cells[channel] < sensor.threshold_GeV { cells[channel] = 0 }
    }
  }

  /// A quarter of a share of every cell's light goes to each neighbour in the same section.
  private func leak(_ share: Double, _ grid: ChannelGrid, _ cells: UnsafeMutablePointer<Double>) {
    let count = grid.channelCount
    let part = 0.25 * share
    for channel in 0..<count {
      shared[channel] = (1 - share) * cells[channel]
    }
    for section in 0..<grid.sectionCount {
      for ix in 0..<grid.cellsX {
        for iy in 0..<grid.cellsY {
          let channel = (section * grid.cellsX + ix) * grid.cellsY + iy
          let light = part * cells[channel]
          if light == 0 { continue }
          if ix > 0 { shared[channel - grid.cellsY] += light }
          if ix + 1 < grid.cellsX { shared[channel + grid.cellsY] += light }
          if iy > 0 { shared[channel - 1] += light }
          if iy + 1 < grid.cellsY { shared[channel + 1] += light }
        }
      }
    }
    cells.update(from: shared, count: count)
  }
}
