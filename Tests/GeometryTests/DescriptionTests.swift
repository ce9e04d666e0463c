import Core
import Geometry
import Matter
import Numerics
import Testing

@Suite struct DescriptionTests {
  @Test func radiationLengthsAndMasses() throws {
    let world = try worldOfAir(
      LayeredTests.calorimeter + ","
        + #"{"name":"A","shape":"box","material":"Pb","size_mm":[100,200,300],"position_mm":[0,500,0]},"#
        + #"{"name":"D","shape":"tube","material":"Al","outer_radius_mm":10,"length_mm":50,"mother":"A","position_mm":[0,0,20],"rotation_deg":[0,0,90]}"#
    )
    let lead = try MaterialCatalogue.builtin("Pb")
    let plastic = try MaterialCatalogue.builtin("polystyrene")
    let air = try MaterialCatalogue.builtin("air")
    let depth = 225 / lead.radiationLength_mm + 225 / plastic.radiationLength_mm
    #expect(world.radiationLengthsAlongZ(volume: 1).isNearly(depth))
    // PDG 2024: X0 of lead 5.612 mm, of polystyrene 413.1 mm: 40.09 + 0.545.
    #expect(depth.isNearly(40.64, 0.005))
    let along = try world.radiationLengths(from: Vector3(1, 1, -500), direction: Vector3(0, 0, 1))
    #expect(along.isNearly(depth + (20000 / 2 + 500 - 450) / air.radiationLength_mm))
    // 225 mm of lead and of plastic over 229.2² mm².
    let calorimeter = 229.2 * 229.2 * 225 * (lead.density_g_cm3 + plastic.density_g_cm3) * 1e-6
    #expect(world.mass_kg(volume: 1).isNearly(calorimeter))
    let aluminium = try MaterialCatalogue.builtin("Al")
    #expect(world.mass_kg(volume: 2).isNearly((6e6 - .pi * 5000) * lead.density_g_cm3 * 1e-6))
    #expect(world.mass_kg(volume: 3).isNearly(.pi * 5000 * aluminium.density_g_cm3 * 1e-6))

    let text = world.describe()
    guard case .array(let volumes)? = text["volumes"] else {
      Issue.record("no volumes")
      return
    }
    #expect(volumes.count == 4)
    #expect(volumes[3]["name"] == "D" && volumes[3]["mother"] == "A")
    #expect(volumes[3]["centre_mm"] == [0, 500, 20])
    #expect(volumes[1]["size_mm"] == [229.2, 229.2, 450])
    #expect(volumes[0]["mother"] == .null)
    #expect(try JSON.parse(text.text) == text)
  }

  @Test func ownMaterials() throws {
    let world = try world(
      #"""
      {"world":{"size_mm":[100,100,100]},
       "materials":{"MyMix":{"density_g_cm3":2.1,"elements":{"Pb":0.5,"Si":0.5},"mean_excitation_energy_eV":300},
                    "my water":{"density_g_cm3":1,"atoms":{"H":2,"O":1}}},
       "volumes":[{"name":"M","shape":"box","material":"MyMix","size_mm":[10,10,10]},
                  {"name":"W","shape":"box","material":"my water","size_mm":[10,10,10],"position_mm":[0,0,"2 cm"]}]}
      """#)
    #expect(world.materials.map(\.name) == ["air", "MyMix", "my water"])
    #expect(world.materials[1].density_g_cm3 == 2.1)
    #expect(world.materials[1].meanExcitationEnergy_GeV.isNearly(300e-9))
    #expect(world.materials[1].components.map(\.massFraction) == [0.5, 0.5])
    // Aliases are one material.
    let aliases = try worldOfAir(
      #"{"name":"a","shape":"box","material":"Pb","size_mm":[1,1,1]},"#
        + #"{"name":"b","shape":"box","material":"lead","size_mm":[1,1,1],"position_mm":[5,0,0]}"#)
    #expect(aliases.materials.count == 2)
  }
}
