import Core

extension NuclearFormFactor {
  static let cardNames: [(name: String, value: NuclearFormFactor)] = [
    ("elastic", .elastic), ("elastic_plus_inelastic", .elasticPlusInelastic),
  ]

  /// Name in cards.
  public var cardName: String { NuclearFormFactor.cardNames.first { $0.value == self }!.name }

  public init(cardName: String) throws {
    guard let found = NuclearFormFactor.cardNames.first(where: { $0.name == cardName }) else {
      throw HermeticError.notFound(
        "form factor", cardName, known: NuclearFormFactor.cardNames.map(\.name))
    }
    self = found.value
  }
}
