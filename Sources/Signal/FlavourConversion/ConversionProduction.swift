import Core
import Numerics

/// ℓ₁ A → ℓ₂ X on one element for production along tracks: σ(E) from a table, final states at any energy.
///
/// ξ comes from a density tabulated on the spot, with ∫ dQ² in closed form, and is accepted with the ratio of exact to
/// tabulated; Q² at given ξ is drawn from its quadratic polynomial. No sampler has to be built for an energy.
///
/// - Accuracy: σ 1e-4; final states exact but for ratios above the bound of 1.25, which have not been seen.
/// - Checked by: `RareProductionTests`.
public struct ConversionProduction: Sendable {
  public let process: FlavourConversionProcess
  private let energies: LogarithmicGrid?
  private let sigma: [Double]

  private static let spacing = 0.02
  private static let panels = 96
  private static let ratioBound = 1.25
  private static let maximumTrials = 1000

  public init(_ process: FlavourConversionProcess, lowestEnergy_GeV: Double, highestEnergy_GeV: Double) {
    self.process = process
    let first = max(lowestEnergy_GeV, 1.001 * process.thresholdEnergy_GeV)
    guard first < highestEnergy_GeV else {
      energies = nil
      sigma = []
      return
    }
    let grid = LogarithmicGrid(
      lowest: first, highest: highestEnergy_GeV, count: 2 + Int(log(highestEnergy_GeV / first) / Self.spacing)
    )
    energies = grid
    sigma = (0..<grid.count).map { process.totalCrossSection_pb(totalEnergy_GeV: exp(grid.logPoint($0))) }
  }

  /// [pb per nucleus]; 0 below the table.
  public func crossSection_pb(leptonEnergy_GeV energy: Double) -> Double {
    guard let energies, energy.isFinite, energy > 0 else { return 0 }
    let logEnergy = log(energy)
    guard logEnergy >= energies.logPoint(0) else { return 0 }
    let cell = energies.cell(logX: logEnergy)
    return sigma[cell.index] + cell.fraction * (sigma[cell.index + 1] - sigma[cell.index])
  }

  /// ∫ dQ² d²σ/(dξ dQ²) up to a factor that does not depend on ξ.
  private func marginal(_ energy: Double, fraction: Double) -> Double {
    let conversion = process.conversion
    let s = 2 * FlavourConversion.nucleonMass_GeV * energy * fraction
    guard let limits = conversion.transferLimits(s: s, fraction: fraction) else { return 0 }
    var sum = 0.0
    for antiquark in [false, true] {
      sum +=
        conversion.mixedDensity(
          antiquark: antiquark, x: fraction, protons: process.protons, neutrons: process.neutrons)
        * conversion.interaction.integratedStrength(
          s: s, from: limits.low, to: limits.high, squaredMass: conversion.squaredMass,
          antiparton: antiquark != conversion.antilepton)
    }
    return sum / (s * s)
  }

  /// ξ, Q² [GeV²] and y; nil below threshold.
  public func variables(leptonEnergy_GeV energy: Double, _ rng: inout RandomStream) -> (
    fraction: Double, q2: Double, y: Double
  )? {
    let conversion = process.conversion
    let twoME = 2 * FlavourConversion.nucleonMass_GeV * energy
    let lowest = conversion.squaredMass / twoME
    guard energy > process.thresholdEnergy_GeV, lowest < 1 else { return nil }
    func inLogit(_ z: Double) -> (fraction: Double, density: Double) {
      let e = exp(-z)
      let fraction = 1 / (1 + e)
      return (fraction, fraction * fraction * e * marginal(energy, fraction: fraction))
    }
    let table = PiecewiseLinearDensity(
      from: log(lowest / (1 - lowest)), to: log(1e6), panels: Self.panels
    ) { inLogit($0).density }
    guard table.integral > 0 else { return nil }
    var trials = 0
    while true {
      trials += 1
      let (z, proposal) = table.sample(&rng)
      let (fraction, density) = inLogit(z)
      guard rng.uniform() * Self.ratioBound * proposal < density || trials >= Self.maximumTrials else {
        continue
      }
      let s = twoME * fraction
      guard let limits = conversion.transferLimits(s: s, fraction: fraction) else { continue }
      let q2 = transfer(energy, fraction, limits, &rng)
      return (fraction, q2, q2 / s)
    }
  }

  /// Q² from a quadratic density, by rejection from its maximum.
  private func transfer(
    _ energy: Double, _ fraction: Double, _ limits: (low: Double, high: Double), _ rng: inout RandomStream
  ) -> Double {
    let width = limits.high - limits.low
    func density(_ u: Double) -> Double {
      process.conversion.differentialCrossSection_pb(
        leptonEnergy_GeV: energy, fraction: fraction, squaredTransfer_GeV2: limits.low + u * width,
        protons: process.protons, neutrons: process.neutrons)
    }
    let edge = 1e-9
    let (a, b, c) = (density(edge), density(0.5), density(1 - edge))
    var largest = max(a, b, c)
    let curvature = 2 * (a - 2 * b + c)
    let vertex = curvature < 0 ? (3 * a - 4 * b + c) / (2 * curvature) : -1
    if vertex > 0, vertex < 1 { largest = max(largest, density(vertex)) }
    for _ in 0..<Self.maximumTrials {
      let u = rng.uniform()
      if rng.uniform() * largest <= density(u) { return limits.low + u * width }
    }
    return limits.low + 0.5 * width
  }

  /// ℓ₂ and the hadrons' sum for a beam along +z; nil below threshold.
  public func products(leptonEnergy_GeV energy: Double, _ rng: inout RandomStream) -> (
    lepton: FourMomentum, hadrons: FourMomentum
  )? {
    guard let (_, q2, y) = variables(leptonEnergy_GeV: energy, &rng) else { return nil }
    return process.conversion.finalState(
      energy: energy, incomingMass: process.incomingMass, q2: q2, y: y, azimuthTurns: rng.uniform())
  }
}
