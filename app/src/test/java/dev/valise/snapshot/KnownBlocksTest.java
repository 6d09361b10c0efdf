package dev.valise.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.blob.BlobKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class KnownBlocksTest {
  private static final BlobKey PACK = new BlobKey("pack/a");

  @Test
  @DisplayName("finds what was added and nothing else, as a map does, also where hashes collide")
  void findsWhatAMapFinds() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    KnownBlocks known = KnownBlocks.of(Tree.EMPTY);
    Map<BlockHash, BlockPlace> map = new HashMap<>();
    List<BlockHash> absent = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      // Few first words, so that many blocks share a slot.
      BlockPlace block = block(new BlockHash(random.nextInt(300), random.nextInt(40), 0, 0), i);
      known.add(block);
      map.putIfAbsent(block.hash(), block);
      absent.add(new BlockHash(random.nextInt(300), random.nextInt(40), 0, 1));
    }

    map.forEach((hash, block) -> assertThat(known.find(hash)).as("seed %s", seed).isSameAs(block));
    assertThat(absent).as("seed %s", seed).allMatch(hash -> known.find(hash) == null);
  }

  private static BlockPlace block(BlockHash hash, int offset) {
    return new BlockPlace(hash, PACK, 0, offset, 1);
  }
}
