import Core
import Matter
import Numerics

/// A material as JSON, for printing.
public enum MaterialDescription {
  public static func json(of material: Material) -> JSON {
    let elements: [JSON.Member] = material.components.map {
      JSON.Member($0.element.symbol, .number($0.massFraction))
    }
    return .object([
      JSON.Member("name", .string(material.name)),
      JSON.Member("density_g_cm3", .number(material.density_g_cm3)),
      JSON.Member("elements", .object(elements)),
      JSON.Member("mean_excitation_energy_eV", .number(material.meanExcitationEnergy_GeV * 1e9)),
      JSON.Member("plasma_energy_eV", .number(material.densityEffect.plasmaEnergy_eV)),
      JSON.Member("radiation_length_mm", .number(material.radiationLength_mm)),
      JSON.Member("electron_density_per_mm3", .number(material.electronDensity_per_mm3)),
    ])
  }
}
