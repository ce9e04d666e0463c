import Core
import Numerics
import Signal

/// How ⟨σv⟩ is averaged over the thermal motion.
public enum ThermalAverage: String, CaseIterable, Sendable {
  /// Exact for Maxwell–Boltzmann statistics [1]:
  ///
  ///     ⟨σv⟩ = ∫ σ λ(s, m₁², m₂²)/√s K₁(√s/T) ds / [8 T m₁² m₂² K₂(m₁/T) K₂(m₂/T)]
  case relativistic
  /// a + (3/2) b/x from σv_lab = a + bη, η = (s − 4m²)/4m² [1]. Fails near thresholds and resonances
  /// (Griest, Seckel, Phys. Rev. D 43 (1991) 3191).
  case nonRelativisticExpansion = "nonrelativistic_expansion"

  // [1] Gondolo, Gelmini, Nucl. Phys. B 360 (1991) 145.
}

extension AnnihilationSpectrum {
  /// ⟨σv⟩ [GeV⁻²] for coupling 1, times the share of pairs that can annihilate: n is the density of particles
  /// and antiparticles of all kinds, and dn/dt + 3Hn = −⟨σv⟩ (n² − n²_eq) with the result of this function.
  ///
  /// Share: 1 for Majorana, ½ for a complex scalar or a Dirac fermion (particle on antiparticle), and for a
  /// pseudo-Dirac pair 2 n₁n₂/(n₁+n₂)², whose heavier state thins out as the plasma cools.
  func thermalAverage_perGeV2(x: Double, width_GeV: Double, _ method: ThermalAverage) -> Double {
    switch method {
    case .relativistic: return relativistic(x: x, width_GeV: width_GeV) * share(x: x)
    case .nonRelativisticExpansion: return expansion(x: x, width_GeV: width_GeV) * share(x: x)
    }
  }

  private func relativistic(x: Double, width_GeV: Double) -> Double {
    let m1 = darkMatter.mass_GeV
    let m2 = darkMatter.heavierMass_GeV
    let T = m1 / x
    var sum = 0.0
    kinetic.withUnsafeBufferPointer { kinetic in
      rootS.withUnsafeBufferPointer { rootS in
        strength.withUnsafeBufferPointer { strength in
          // Points come in order of energy.
          for i in kinetic.indices {
            let y = kinetic[i] / T
            if y > 80 { break }
            sum +=
              strength[i] * exp(-y) * SpecialFunctions.scaledBesselK1(rootS[i] / T)
              / propagator(kinetic: kinetic[i], width_GeV: width_GeV)
          }
        }
      }
    }
    return sum
      / (8 * T * m1 * m1 * m2 * m2 * SpecialFunctions.scaledBesselK2(m1 / T)
        * SpecialFunctions.scaledBesselK2(m2 / T))
  }

  private func expansion(x: Double, width_GeV: Double) -> Double {
    let m = darkMatter.mass_GeV
    // σ v_lab, v_lab = 2√(η(1+η))/(1+2η).
    func product(_ eta: Double) -> Double {
      crossSection_perGeV2(rootS: 2 * m * (1 + eta).squareRoot(), width_GeV: width_GeV) * 2
        * (eta * (1 + eta)).squareRoot() / (1 + 2 * eta)
    }
    // Linear through two points close to threshold: the limit itself is 0/0.
    let step = 1e-5
    let slope = (product(2 * step) - product(step)) / step
    let atRest = product(step) - slope * step
    return max(0, atRest + 1.5 * slope / x)
  }

  private func share(x: Double) -> Double {
    switch darkMatter.kind {
    case .majorana: return 1
    case .complexScalar, .dirac: return 0.5
    case .pseudoDirac:
      let heavier = heavierShare(x: x)
      return 2 * heavier / ((1 + heavier) * (1 + heavier))
    }
  }

  /// n₂/n₁ in equilibrium.
  func heavierShare(x: Double) -> Double {
    let m1 = darkMatter.mass_GeV
    let m2 = darkMatter.heavierMass_GeV
    guard m2 > m1 else { return 1 }
    let x2 = x * m2 / m1
    return m2 * m2 * SpecialFunctions.scaledBesselK2(x2) / (m1 * m1 * SpecialFunctions.scaledBesselK2(x))
      * exp(x - x2)
  }

  /// Spin states of the lightest kind of particle, antiparticles included (χ₁ alone of a pseudo-Dirac pair).
  var states: Double {
    switch darkMatter.kind {
    case .majorana, .complexScalar, .pseudoDirac: return 2
    case .dirac: return 4
    }
  }

  /// n_eq/T³ × π²·e^{x}: states x² K₂(x) e^{x}/2, and that of the heavier state.
  func equilibriumStates(x: Double) -> Double {
    darkMatter.kind == .pseudoDirac ? states * (1 + heavierShare(x: x)) : states
  }
}
