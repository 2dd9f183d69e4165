#include <zlib.h>

// deflateInit2 is a macro, which Swift cannot call. Window bits 31 ask for a gzip wrapper.
static inline int xz_gzip_begin(z_stream *stream, int level) {
    return deflateInit2(stream, level, Z_DEFLATED, 31, 9, Z_DEFAULT_STRATEGY);
}
