import Core
import Matter
import Numerics

extension World {
  /// The resolved tree for printing: world's-frame positions, masses without daughters, thickness along the
  /// volume's own z in radiation lengths.
  public func describe() -> JSON {
    .object([
      JSON.Member("volumes", .array((0..<volumeCount).map(describe(volume:)))),
      JSON.Member(
        "materials",
        .array(
          materials.map {
            [
              "name": .string($0.name), "density_g_cm3": .number($0.density_g_cm3),
              "radiation_length_mm": .number($0.radiationLength_mm),
            ]
          })),
      JSON.Member("sensors", .array(sensors.map(describe(sensor:)))),
    ])
  }

  /// Mass of the volume's own material, daughters cut out, kg.
  public func mass_kg(volume index: Int) -> Double {
    let volume = descriptions[index]
    // g/cm³ · mm³ = 1e-3 g = 1e-6 kg
    if volume.isLayered {
      let area = 4 * volume.solid.halfX * volume.solid.halfY
      return 1e-6 * area * Double(volume.layers)
        * volume.slabs.reduce(0) { $0 + $1.thickness_mm * materials[$1.material].density_g_cm3 }
    }
    var own = volume.solid.volume_mm3
    for i in 0..<Int(view.volumes[index].daughterCount) {
      own -= view.volumes[Int(view.daughters[Int(view.volumes[index].firstDaughter) + i])].solid.volume_mm3
    }
    return 1e-6 * own * materials[volume.slabs[0].material].density_g_cm3
  }

  /// Thickness of the volume along its own z, daughters ignored, in radiation lengths.
  public func radiationLengthsAlongZ(volume index: Int) -> Double {
    let volume = descriptions[index]
    if volume.isLayered {
      return Double(volume.layers)
        * volume.slabs.reduce(0) { $0 + $1.thickness_mm / materials[$1.material].radiationLength_mm }
    }
    return 2 * volume.solid.halfZ / materials[volume.slabs[0].material].radiationLength_mm
  }

  private func describe(volume index: Int) -> JSON {
    let volume = descriptions[index]
    let solid = volume.solid
    var members: [JSON.Member] = [
      JSON.Member("name", .string(volume.name)),
      JSON.Member("mother", index == 0 ? .null : .string(volume.mother)),
    ]
    switch solid.shape {
    case .box:
      members.append(JSON.Member("shape", "box"))
      members.append(JSON.Member("size_mm", list(2 * solid.halfX, 2 * solid.halfY, 2 * solid.halfZ)))
    case .layered:
      members.append(JSON.Member("shape", "layered_calorimeter"))
      members.append(JSON.Member("size_mm", list(2 * solid.halfX, 2 * solid.halfY, 2 * solid.halfZ)))
      members.append(JSON.Member("layers", .number(Double(volume.layers))))
    case .tube:
      members.append(JSON.Member("shape", "tube"))
      members.append(JSON.Member("inner_radius_mm", .number(solid.innerRadius)))
      members.append(JSON.Member("outer_radius_mm", .number(solid.outerRadius)))
      members.append(JSON.Member("length_mm", .number(2 * solid.halfZ)))
    }
    if volume.isLayered {
      members.append(
        JSON.Member(
          "slabs",
          .array(
            volume.slabs.map {
              [
                "material": .string(materials[$0.material].name),
                "thickness_mm": .number($0.thickness_mm),
              ]
            })))
    } else {
      members.append(JSON.Member("material", .string(materials[volume.slabs[0].material].name)))
    }
    let centre = view.toGlobal(.zero, volume: Int32(index))
    members.append(JSON.Member("centre_mm", list(centre.x, centre.y, centre.z)))
    let turn = volume.rotation_deg
    members.append(JSON.Member("rotation_deg", list(turn.x, turn.y, turn.z)))
    members.append(JSON.Member("mass_kg", .number(mass_kg(volume: index))))
    members.append(
      JSON.Member("radiation_lengths_along_z", .number(radiationLengthsAlongZ(volume: index))))
    if let sensor = volume.sensitive { members.append(JSON.Member("sensor", .string(sensor.name))) }
    return .object(members)
  }

  private func describe(sensor: Sensor) -> JSON {
    [
      "name": .string(sensor.name), "volume": .string(sensor.volumeName),
      "channels": .number(Double(sensor.channelCount)),
      "cells": list(Double(sensor.cellsX), Double(sensor.cellsY)),
      "cell_mm": list(sensor.cellX_mm, sensor.cellY_mm),
      "sections": .array(sensor.sections.map { .number(Double($0)) }),
    ]
  }

  private func list(_ values: Double...) -> JSON { .array(values.map { .number($0) }) }
}
