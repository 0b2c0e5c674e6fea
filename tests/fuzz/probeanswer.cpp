// SPDX-License-Identifier: Apache-2.0
// Any bytes as what the probe answered from inside an image: contents that can be used or an error in a sentence, never a crash.
#include "core/image/probeanswer.h"

#include <algorithm>
#include <cstdlib>

using namespace Qt::StringLiterals;
using namespace drydock;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Image image;
    image.reference = u"some:1"_s;
    const ImageContents contents = readProbeAnswer(QByteArray(reinterpret_cast<const char *>(data), qsizetype(size)), image);
    if (contents.error ? contents.error->sentence.isEmpty() : contents.interpreters.isEmpty())
        std::abort();
    for (const Interpreter &python : contents.interpreters) {
        if (python.path.isEmpty())
            std::abort();
        for (const Distribution &distribution : python.distributions) {
            if (distribution.name.isEmpty())
                std::abort();
        }
    }
    return 0;
}
