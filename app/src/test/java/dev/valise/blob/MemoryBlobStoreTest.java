package dev.valise.blob;

import dev.valise.testing.MemoryBlobStore;

class MemoryBlobStoreTest extends BlobStoreContract {
  private final BlobStore store = new MemoryBlobStore();

  @Override
  BlobStore open() {
    return store;
  }
}
