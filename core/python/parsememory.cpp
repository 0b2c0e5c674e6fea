// SPDX-License-Identifier: Apache-2.0
#include "core/python/parsememory.h"

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <cstring>
#include <new>

#include <tree_sitter/api.h>

namespace drydock {

/// What stands in a block that is not in use.
struct ParseMemory::Released
{
    Released *next;
};

namespace {

constexpr std::size_t unit = alignof(std::max_align_t); ///< Payloads begin at multiples of it, …
constexpr std::size_t header = sizeof(std::size_t); ///< … after the size of the whole block.
constexpr std::size_t largestStep =
    512; ///< Blocks up to this size grow by a unit from class to class; larger ones double.
constexpr std::size_t chunkSize = 256 * 1024;
constexpr std::size_t mostSpare =
    32; ///< Chunks that a thread keeps: what most scripts take. New memory from the system is slow.

thread_local ParseMemory *current = nullptr;

struct SpareChunks
{
    std::vector<void *> chunks;
    ~SpareChunks() { std::for_each(chunks.begin(), chunks.end(), std::free); }
};
thread_local SpareChunks spare;

/// As tree-sitter itself does: without memory there is nothing left to say.
void *required(void *block)
{
    if (!block)
        std::abort();
    return block;
}

void *allocate(std::size_t size)
{
    return current ? current->allocate(size) : required(std::malloc(size));
}

void *allocateZeros(std::size_t count, std::size_t size)
{
    return current ? std::memset(current->allocate(count * size), 0, count * size) : required(std::calloc(count, size));
}

void *resize(void *block, std::size_t size)
{
    return current ? current->resize(block, size) : required(std::realloc(block, size));
}

void release(void *block)
{
    if (current)
        current->release(block);
    else
        std::free(block);
}

/// Before anything can parse: the library's functions are exchanged for the whole program.
[[maybe_unused]] const bool installed = [] {
    ts_set_allocator(allocate, allocateZeros, resize, release);
    return true;
}();

/// The whole size of a block that holds a payload.
std::size_t blockSize(std::size_t payload)
{
    const std::size_t whole = (std::max(payload, sizeof(void *)) + header + unit - 1) / unit * unit;
    return whole <= largestStep ? whole : std::bit_ceil(whole);
}

std::size_t classOf(std::size_t block)
{
    return block <= largestStep ? block / unit
                                : largestStep / unit + std::size_t(std::bit_width(block) - std::bit_width(largestStep));
}

std::size_t &sizeOf(void *payload)
{
    return *std::launder(reinterpret_cast<std::size_t *>(static_cast<char *>(payload) - header));
}

} // namespace

ParseMemory::ParseMemory() : m_outer(current)
{
    current = this;
}

ParseMemory::~ParseMemory()
{
    current = m_outer;
    for (void *chunk : m_chunks) {
        if (spare.chunks.size() < mostSpare)
            spare.chunks.push_back(chunk);
        else
            std::free(chunk);
    }
    std::for_each(m_large.begin(), m_large.end(), std::free);
}

void *ParseMemory::allocate(std::size_t payload)
{
    const std::size_t size = blockSize(payload);
    if (Released *&first = m_released[classOf(size)]) {
        void *block = first;
        first = first->next;
        return block;
    }
    char *block = m_free;
    if (size + unit > chunkSize) {
        m_large.push_back(required(std::malloc(size + unit)));
        block = static_cast<char *>(m_large.back()) + unit - header;
    } else {
        if (std::size_t(m_end - m_free) < size) {
            if (spare.chunks.empty()) {
                m_chunks.push_back(required(std::malloc(chunkSize)));
            } else {
                m_chunks.push_back(spare.chunks.back());
                spare.chunks.pop_back();
            }
            block = static_cast<char *>(m_chunks.back()) + unit - header;
            m_end = static_cast<char *>(m_chunks.back()) + chunkSize;
        }
        m_free = block + size;
    }
    ::new (block) std::size_t(size);
    return block + header;
}

void *ParseMemory::resize(void *payload, std::size_t size)
{
    const std::size_t capacity = payload ? sizeOf(payload) - header : 0;
    if (payload && size <= capacity)
        return payload;
    void *larger = allocate(size);
    if (payload)
        std::memcpy(larger, payload, capacity);
    release(payload);
    return larger;
}

void ParseMemory::release(void *payload)
{
    if (!payload)
        return;
    Released *&first = m_released[classOf(sizeOf(payload))];
    first = ::new (payload) Released{first};
}

} // namespace drydock
