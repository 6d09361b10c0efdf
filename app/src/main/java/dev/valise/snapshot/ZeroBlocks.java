package dev.valise.snapshot;

/**
 * The blocks of nothing but zeros, known by their hashes. A sparse file of a gigabyte, which any
 * page can have made, is written back as one: neither its segments nor the disk are touched.
 */
final class ZeroBlocks {
  private static final BlockHash PAGE = hash(BlockSplitter.PAGE);
  private static final BlockHash BLOCK = hash(BlockSplitter.BLOCK);

  private ZeroBlocks() {}

  static boolean has(BlockPlace block) {
    return switch (block.length()) {
      case BlockSplitter.PAGE -> block.hash().equals(PAGE);
      case BlockSplitter.BLOCK -> block.hash().equals(BLOCK);
      default -> false;
    };
  }

  private static BlockHash hash(int length) {
    return new BlockHasher().hash(new byte[length], 0, length);
  }
}
