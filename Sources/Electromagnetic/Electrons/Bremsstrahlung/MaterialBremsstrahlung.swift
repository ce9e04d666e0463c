import Core
import Matter
import Numerics

/// Bremsstrahlung of e⁻ or e⁺ in a mixture: Σ n_i dσ_i/dk with suppression by the medium, and its
/// integrals above and below a photon cut.
public struct MaterialBremsstrahlung: Sendable {
  public let elements: [BremsstrahlungCrossSection]
  /// Atoms per mm³ times mm² per barn.
  public let weights: [Double]
  public let suppression: MediumSuppression

  public init(material: Material, isPositron: Bool) {
    elements = material.components.map {
      BremsstrahlungCrossSection(atomicNumber: $0.element.atomicNumber, isPositron: isPositron)
    }
    weights = material.components.map { $0.atomDensity_per_mm3 * Constants.barn_mm2 }
    suppression = MediumSuppression(material: material)
  }

  /// The spectrum at one energy, with what depends on the energy alone taken out of the loop over k.
  public struct Spectrum {
    let owner: MaterialBremsstrahlung
    let kineticEnergy_GeV: Double
    let factors: [Double]

    /// k dΣ/dk in 1/mm.
    public func callAsFunction(photonEnergy_GeV k: Double) -> Double {
      let total = kineticEnergy_GeV + Constants.electronMass_GeV
      var sum = 0.0
      for i in owner.elements.indices {
        let element = owner.elements[i]
        let terms = element.shape(
          kineticEnergy_GeV: kineticEnergy_GeV, photonEnergy_GeV: k, isPositron: element.isPositron)
        sum +=
          factors[i]
          * owner.suppression.apply(
            to: terms, atomicNumber: element.shape.atomicNumber, totalEnergy_GeV: total,
            photonEnergy_GeV: k)
      }
      return sum
    }
  }

  public func spectrum(kineticEnergy_GeV: Double) -> Spectrum {
    var factors = weights
    for i in factors.indices {
      factors[i] *= elements[i].normalisation(kineticEnergy_GeV: kineticEnergy_GeV)
    }
    return Spectrum(owner: self, kineticEnergy_GeV: kineticEnergy_GeV, factors: factors)
  }

  /// ∫ dΣ from `cut` to T: interactions per mm.
  public func rate_per_mm(kineticEnergy_GeV: Double, cut_GeV: Double) -> Double {
    guard kineticEnergy_GeV > cut_GeV, !elements.isEmpty else { return 0 }
    let spectrum = spectrum(kineticEnergy_GeV: kineticEnergy_GeV)
    let low = log(cut_GeV)
    let high = log(kineticEnergy_GeV)
    // The tip needs its own panel: there the spectrum falls within a factor of two in k.
    let middle = max(low, high - 1)
    var sum = Quadrature.points16.integrate(middle, high) { spectrum(photonEnergy_GeV: exp($0)) }
    if middle > low {
      sum += Quadrature.points24.integrate(low, middle) { spectrum(photonEnergy_GeV: exp($0)) }
    }
    return sum
  }

  /// ∫ k^power dΣ from 0 to min(cut, T): loss [GeV/mm], its variance [GeV²/mm], third moment.
  public func softMoments(kineticEnergy_GeV: Double, cut_GeV: Double) -> (
    loss: Double, second: Double, third: Double
  ) {
    guard !elements.isEmpty else { return (0, 0, 0) }
    let spectrum = spectrum(kineticEnergy_GeV: kineticEnergy_GeV)
    let top = min(cut_GeV, kineticEnergy_GeV)
    var moments = (loss: 0.0, second: 0.0, third: 0.0)
    // x = √(k/top) gives the soft end, where the dielectric effect acts, its share of points.
    let rule = Quadrature.points24
    for i in rule.nodes.indices {
      let x = 0.5 * (1 + rule.nodes[i])
      let k = top * x * x
      let weight = rule.weights[i] * x * top * spectrum(photonEnergy_GeV: k)
      moments.loss += weight
      moments.second += weight * k
      moments.third += weight * k * k
    }
    return moments
  }
}
