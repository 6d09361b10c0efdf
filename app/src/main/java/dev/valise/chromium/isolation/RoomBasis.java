package dev.valise.chromium.isolation;

import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every room made by root has, whatever is asked of it.
 *
 * @param owners between root and the room's user; empty where user namespaces are refused
 * @param slots to which the user id is given back
 */
record RoomBasis(int uid, NetworkNamespace network, Optional<OwnerMapping> owners, SlotUids slots)
    implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RoomBasis.class);
  private static final int ROOT = 0;

  static RoomBasis of(Programs programs, SlotUids slots, RoomNetwork network) throws IOException {
    int uid = slots.take();
    try {
      NetworkNamespace made = NetworkNamespace.make();
      try {
        NetworkInterfaces.setUp(programs, network, made);
        return new RoomBasis(uid, made, mapping(programs, uid), slots);
      } catch (IOException | RuntimeException e) {
        try (made) {
          throw e;
        }
      }
    } catch (IOException | RuntimeException e) {
      slots.giveBack(uid);
      throw e;
    }
  }

  private static Optional<OwnerMapping> mapping(Programs programs, int uid) {
    try {
      return Optional.of(OwnerMapping.open(ROOT, uid, programs.path("unshare")));
    } catch (IOException e) {
      LOG.debug("owners cannot be mapped", e);
      return Optional.empty();
    }
  }

  @Override
  public void close() throws IOException {
    try (network) {
      if (owners.isPresent()) {
        owners.get().close();
      }
    } finally {
      slots.giveBack(uid);
    }
  }
}
