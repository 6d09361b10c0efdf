package dev.valise.blob;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A process that is in the middle of an upload: says so, and commits when it is told to by a line
 * on its standard input. Its standard input at an end, it goes away without a commit.
 */
final class UploadingProcess {
  private UploadingProcess() {}

  public static void main(String[] arguments) throws IOException {
    DirectoryBlobStore store = DirectoryBlobStore.open(Path.of(arguments[0]));
    try (BlobUpload upload = store.upload(new BlobKey(arguments[1]))) {
      upload.write(new byte[1000]);
      System.out.println("uploading");
      if (System.in.read() < 0) {
        Runtime.getRuntime().halt(1);
      }
      upload.commit();
      System.out.println("committed");
    }
  }
}
