import Core

/// The models that a card can name.
public enum ModelRegistry {
  static let models: [any SignalModel.Type] = [
    DarkPhotonModel.self,
    ZPrimeModel.self,
    BMinusLModel.self,
    ProtophobicModel.self,
    ScalarModel.self,
    PseudoscalarModel.self,
    AxialVectorModel.self,
    DimuonModel.self,
    FlavourConversionModel.self,
    LFVScalarModel.self,
    MesonInvisibleModel.self,
    MillichargedModel.self,
    AxionLikeModel.self,
  ]

  public static var kinds: [String] { models.map { $0.kind } }

  public static func type(kind: String) throws -> any SignalModel.Type {
    guard let type = models.first(where: { $0.kind == kind }) else {
      throw HermeticError.notFound("signal model", kind, known: kinds)
    }
    return type
  }

  /// A model from its card, e.g. {"kind": "dark_photon", "mass_GeV": 0.0167}.
  public static func model(json: JSON, path: String = "") throws -> any SignalModel {
    var card = try Card(json, path: path)
    let model = try type(kind: try card.string("kind")).init(card: &card)
    try card.finish()
    return model
  }
}
