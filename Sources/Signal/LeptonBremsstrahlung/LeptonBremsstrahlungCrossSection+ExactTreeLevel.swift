import Core
import Numerics

// Exact tree level:
//
//     dσ/dx = ε² α³ E/(2p²) ∫ dU/|V| ∫ dt G₂(t)/t² ⟨A⟩_φ/(8M²)
//
// U and t are integrated in their logarithms, where the integrand is smooth, and φ by the trapezoid rule in the angle ψ with tan(φ/2) = √((A−B)/(A+B)) tan(ψ/2): then
// 1/s̃ is linear in cos ψ, and 16 points on the circle are exact to 1e-5.

/// Integrates the exact matrix element for one process: construct once, call for many x.
struct ExactTreeLevelIntegrator {
  let process: LeptonBremsstrahlung
  let amplitude: LeptonBremsstrahlungAmplitude
  private let smallestT: Double
  private let largestT: Double

  init(_ process: LeptonBremsstrahlung) {
    self.process = process
    amplitude = LeptonBremsstrahlungAmplitude(process)
    smallestT = process.formFactorSquared.negligibleBelow
    largestT = process.formFactorSquared.negligibleAbove
  }

  /// How finely t and ψ are integrated.
  struct Resolution {
    /// Nodes per e-fold of t, divided by 4.
    let transferDensity: Double
    /// cos ψ at the distinct points of a circle with twice as many.
    let azimuthCosines: [Double]

    init(nodesPerEfold: Double, azimuthPoints: Int) {
      transferDensity = nodesPerEfold / 4
      azimuthCosines = (0..<azimuthPoints).map {
        cos(.pi * (Double($0) + 0.5) / Double(azimuthPoints))
      }
    }

    /// 3.2 nodes per e-fold of t. The form factors alone (poles at Im ln t = π) would need 1; the peak
    /// where X goes along with the outgoing lepton is narrower for light bosons at large U.
    static let integral = Resolution(nodesPerEfold: 3.2, azimuthPoints: 8)
    /// Half a per cent, for proposals that a rejection step corrects.
    static let proposal = Resolution(nodesPerEfold: 1.2, azimuthPoints: 4)
  }

  static let uRule = GaussLegendre(count: 24)
  /// Rules for the t integral: index = number of nodes / 4.
  static let tRules: [GaussLegendre] = (0...28).map { GaussLegendre(count: max(4, 4 * $0)) }
  /// The integrand in ln U falls at least as 1/U: what is left out beyond this is < 6e-6.
  static let logURange = 12.0

  /// ⟨A⟩_φ/(8M²).
  @inline(__always)
  func azimuthalAverage(
    _ kinematics: EmissionKinematics, _ slice: VirtualitySlice, t: Double,
    cosines: UnsafeBufferPointer<Double>
  ) -> Double {
    guard
      let transfer = TransferSlice(
        kinematics, slice, t: t, nucleusMass: process.nucleusMass_GeV)
    else { return 0 }
    var sum = 0.0
    let inverseSquaredMean = 1 / transfer.squaredMean
    for cosine in cosines {
      let linear = transfer.a + transfer.b * cosine
      let inverse = linear * inverseSquaredMean
      let s = 1 / inverse
      sum +=
        s
        * amplitude(
          s: s, inverse: inverse, u: slice.u, t: t, energy: kinematics.energy,
          remainingEnergy: kinematics.remainingEnergy)
    }
    // dφ = s̃/√(A²−B²) dψ
    return sum * inverseSquaredMean.squareRoot()
      / (Double(cosines.count) * 8 * process.nucleusMass_GeV * process.nucleusMass_GeV)
  }

  /// Integration limits in ln t; nil when the slice is empty.
  func logTLimits(_ slice: VirtualitySlice) -> (low: Double, high: Double)? {
    let low = max(slice.lowestT, smallestT)
    let high = min(slice.highestT, max(largestT, 100 * slice.lowestT))
    return high > low ? (log(low), log(high)) : nil
  }

  /// U · (1/|V|) ∫ dt G₂/t² ⟨A⟩/(8M²): the integrand in ln U.
  func integrandInLogU(
    _ kinematics: EmissionKinematics, u: Double, resolution: Resolution = .integral
  ) -> Double {
    guard
      let slice = VirtualitySlice(
        kinematics, u: u, leptonMass: process.leptonMass_GeV, nucleusMass: process.nucleusMass_GeV),
      let limits = logTLimits(slice)
    else { return 0 }
    let range = limits.high - limits.low
    let rule = Self.tRules[min(Self.tRules.count - 1, 2 + Int(range * resolution.transferDensity))]
    let half = 0.5 * range
    let middle = 0.5 * (limits.high + limits.low)
    var sum = 0.0
    resolution.azimuthCosines.withUnsafeBufferPointer { cosines in
      for i in rule.nodes.indices {
        let t = exp(middle + half * rule.nodes[i])
        sum +=
          rule.weights[i] * process.formFactorSquared(t) / t
          * azimuthalAverage(kinematics, slice, t: t, cosines: cosines)
      }
    }
    return sum * half * u / slice.length
  }

  /// ε² α³ E/(2p²) in pb GeV².
  func prefactor(_ kinematics: EmissionKinematics) -> Double {
    let alpha = process.fineStructure
    return alpha * alpha * alpha * kinematics.energy
      / (2 * kinematics.momentum * kinematics.momentum) * Constants.hbarcSquared_GeV2pb
  }

  /// Range of ln U that carries the cross section.
  func logURange(_ kinematics: EmissionKinematics) -> (low: Double, high: Double) {
    let low = log(kinematics.lowestU)
    return (low, min(log(kinematics.highestU), low + Self.logURange))
  }

  func differential(energy: Double, x: Double) -> Double {
    guard let kinematics = EmissionKinematics(process, energy: energy, x: x) else { return 0 }
    let range = logURange(kinematics)
    return prefactor(kinematics)
      * Self.uRule.integrate(range.low, range.high) { integrandInLogU(kinematics, u: exp($0)) }
  }
}

extension LeptonBremsstrahlung {
  /// dσ/dx at exact tree level, x = E_X/E.
  ///
  /// - Valid: any masses and energies, double precision being enough for m_X ≥ 1 keV at 100 GeV;
  ///   0 outside the kinematic limits.
  /// - Numerics: 2e-4, typically 3e-5; about 0.1 ms.
  /// - Parameters: leptonEnergy_GeV total energy; x [1]
  /// - Returns: [pb per nucleus], coupling = 1.
  /// - Checked by: `LeptonBremsstrahlungReferenceTests`.
  public func differentialCrossSection_pb(leptonEnergy_GeV: Double, x: Double) -> Double {
    ExactTreeLevelIntegrator(self).differential(energy: leptonEnergy_GeV, x: x)
  }

  /// d²σ/(dx dθ) at exact tree level, θ the boson's angle to the incoming lepton.
  ///
  /// - Returns: [pb/rad per nucleus], coupling = 1; 0 outside the kinematic limits.
  public func differentialCrossSection_pb(leptonEnergy_GeV: Double, x: Double, theta: Double)
    -> Double
  {
    let integrator = ExactTreeLevelIntegrator(self)
    guard let kinematics = EmissionKinematics(self, energy: leptonEnergy_GeV, x: x),
      theta >= 0, theta <= .pi
    else { return 0 }
    let halfSine = sin(0.5 * theta)
    let twoPK = 2 * kinematics.momentum * kinematics.bosonMomentum
    let u = kinematics.lowestU + twoPK * 2 * halfSine * halfSine
    guard u <= kinematics.highestU else { return 0 }
    // dU = 2pk sin θ dθ
    return integrator.prefactor(kinematics) * integrator.integrandInLogU(kinematics, u: u) / u
      * twoPK * sin(theta)
  }

  /// Total cross section at exact tree level for bosons above `minimumBosonEnergy_GeV`.
  ///
  /// - Numerics: 2e-4, typically 5e-5; about 8 ms.
  /// - Returns: [pb per nucleus], coupling = 1; 0 below threshold.
  public func totalCrossSection_pb(leptonEnergy_GeV: Double, minimumBosonEnergy_GeV: Double = 0)
    -> Double
  {
    integrateOverFraction(
      leptonEnergy_GeV: leptonEnergy_GeV, minimumBosonEnergy_GeV: minimumBosonEnergy_GeV)
  }

  /// ∫ weight(x) dσ/dx dx: moments of the spectrum.
  public func integrateOverFraction(
    leptonEnergy_GeV: Double, minimumBosonEnergy_GeV: Double = 0,
    weight: (Double) -> Double = { _ in 1 }
  ) -> Double {
    let integrator = ExactTreeLevelIntegrator(self)
    return integrate(energy: leptonEnergy_GeV, minimumBosonEnergy: minimumBosonEnergy_GeV) { x in
      weight(x) * integrator.differential(energy: leptonEnergy_GeV, x: x)
    }
  }
}
