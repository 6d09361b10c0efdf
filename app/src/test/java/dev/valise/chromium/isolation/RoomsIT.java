package dev.valise.chromium.isolation;

/** The rooms that whoever runs the tests can make. */
class RoomsIT extends RoomContract {
  @Override
  Tier expectedTier() {
    return System.getProperty("user.name").equals("root") ? Tier.ROOT : Tier.USER;
  }
}
