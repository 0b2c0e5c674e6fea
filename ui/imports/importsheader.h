// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

class QLineEdit;

namespace drydock {

class Label;

/// The head of the imports: title, count, filter. As high as the images' header beside it.
class ImportsHeader : public QWidget
{
    Q_OBJECT
public:
    /// @param filter what its field filters
    explicit ImportsHeader(const QString &filter, QWidget *parent = nullptr);

    void setCounts(int needed, int optional);
    void setTitle(const QString &title, const QString &counts);
    QLineEdit *filter() const { return m_filter; }

Q_SIGNALS:
    void leftDownwards(); ///< Down or Enter in the filter: on to the rows.

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    Label *m_title;
    Label *m_counts;
    QLineEdit *m_filter;
};

} // namespace drydock
