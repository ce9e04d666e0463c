import Core

/// From a limit on the signal strength to the coupling it came from.
public enum CouplingLimit {
  /// ε_lim = ε₀ √μ_lim, for yields that grow as ε² (production of invisible states; not decays in flight,
  /// whose yield is no power of ε).
  ///
  /// - Parameters: reference: ε₀ at which the signal was computed; signalStrength: μ_lim
  public static func epsilon(reference: Double, signalStrength: Double) throws -> Double {
    guard reference > 0, reference < .infinity else {
      throw HermeticError.range("reference", reference, allowed: "positive and finite")
    }
    guard signalStrength >= 0, signalStrength < .infinity else {
      throw HermeticError.range("signalStrength", signalStrength, allowed: "finite and not negative")
    }
    return reference * signalStrength.squareRoot()
  }

  /// The whole limit with its expected band in ε.
  public static func epsilon(reference: Double, limit: UpperLimit) throws -> UpperLimit {
    guard limit.quantity == "mu" else {
      throw HermeticError(
        .argument,
        "a limit on \(limit.quantity) has no coupling (it must be one on mu). Use CountingModel.upperLimit.")
    }
    var result = limit
    result.quantity = "epsilon"
    result.value = try epsilon(reference: reference, signalStrength: limit.value)
    result.expectedMinus2 = try epsilon(reference: reference, signalStrength: limit.expectedMinus2)
    result.expectedMinus1 = try epsilon(reference: reference, signalStrength: limit.expectedMinus1)
    result.expectedMedian = try epsilon(reference: reference, signalStrength: limit.expectedMedian)
    result.expectedPlus1 = try epsilon(reference: reference, signalStrength: limit.expectedPlus1)
    result.expectedPlus2 = try epsilon(reference: reference, signalStrength: limit.expectedPlus2)
    result.relativeError = 0.5 * limit.relativeError
    return result
  }

  /// y = ε² α_D (m_χ/m_A′)⁴, the variable in which thermal relic targets are drawn.
  public static func thermalVariable(epsilon: Double, darkFineStructure: Double, massRatio: Double) throws
    -> Double
  {
    guard epsilon >= 0, epsilon < .infinity else {
      throw HermeticError.range("epsilon", epsilon, allowed: "finite and not negative")
    }
    guard darkFineStructure > 0, darkFineStructure <= 12.566370614359172 else {
      throw HermeticError.range("darkFineStructure", darkFineStructure, allowed: "in 0 … 4π")
    }
    guard massRatio > 0, massRatio <= 0.5 else {
      throw HermeticError.range(
        "massRatio", massRatio, allowed: "m_χ/m_A′ in 0 … 0.5", hint: "The usual choice is 1/3.")
    }
    let squared = massRatio * massRatio
    return epsilon * epsilon * darkFineStructure * squared * squared
  }
}
