#ifndef XUEZHENG_CXML_SHIM_H
#define XUEZHENG_CXML_SHIM_H
#include <libxml/HTMLparser.h>
#include <libxml/xmlreader.h>

/// `xmlFree` is a macro over a variable, which Swift does not import.
static inline void xml_free(void *pointer) { xmlFree(pointer); }
#endif
