import CHermetic
import Core
import Geometry
import Numerics
import Study

private func object(_ setup: OpaquePointer?) throws -> Setup {
  try Handle.object(setup, "setup", as: Setup.self)
}

@_cdecl("hermetic_setup_create") @implementation
public func hermetic_setup_create(
  _ card: UnsafePointer<CChar>!, _ out: UnsafeMutablePointer<OpaquePointer?>!
) -> Int32 {
  guarded {
    let card = try json(card, "card")
    try output(out, "out").pointee = Handle.make(try Setup(json: card))
  }
}

@_cdecl("hermetic_setup_free") @implementation
public func hermetic_setup_free(_ setup: OpaquePointer!) { Handle.free(setup, as: Setup.self) }

@_cdecl("hermetic_setup_describe") @implementation
public func hermetic_setup_describe(
  _ setup: OpaquePointer!, _ out: UnsafeMutablePointer<OpaquePointer?>!
) -> Int32 {
  guarded {
    let setup = try object(setup)
    _ = try output(out, "out")
    try answer(
      .object([
        JSON.Member("card", setup.card), JSON.Member("geometry", setup.world.describe()),
        JSON.Member(
          "sensors",
          .array(
            setup.world.sensors.enumerated().map { index, sensor in
              [
                "name": .string(sensor.name), "volume": .string(sensor.volumeName),
                "layers": .number(Double(sensor.layerCount)),
                "sections": .array(sensor.sections.map { .number(Double($0)) }),
                "cells": [.number(Double(sensor.cellsX)), .number(Double(sensor.cellsY))],
                "calibration": .number(setup.calibration[index]),
              ]
            })),
      ]), out)
  }
}

@_cdecl("hermetic_setup_ray") @implementation
public func hermetic_setup_ray(
  _ setup: OpaquePointer!, _ position: UnsafePointer<Double>!, _ direction: UnsafePointer<Double>!,
  _ out: UnsafeMutablePointer<OpaquePointer?>!
) -> Int32 {
  guarded {
    let world = try object(setup).world
    let p = try array(position, 3, "position_mm", in: -1e7...1e7)
    let d = try array(direction, 3, "direction", in: -1e7...1e7)
    let direction = Vector3(d[0], d[1], d[2])
    guard direction.length > 1e-150 else {
      throw HermeticError(
        .range, "direction = \(Array(d)) has no direction. Use [0, 0, 1] for the beam axis.")
    }
    _ = try output(out, "out")
    let segments = try world.ray(from: Vector3(p[0], p[1], p[2]), direction: direction.normalized)
    try answer(
      .array(
        segments.map {
          [
            "volume": .string($0.volumeName), "slab": .number(Double($0.location.slab)),
            "material": .string(world.materials[$0.material].name), "length_mm": .number($0.length_mm),
          ]
        }), out)
  }
}
