// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QHeaderView>

namespace drydock {

/// The head of each image: repository, tag, what it is, how much it covers, its size.
class ImageHeader : public QHeaderView
{
    Q_OBJECT
public:
    explicit ImageHeader(QWidget *parent = nullptr);
    QSize sizeHint() const override;

    /// The image that can be built and run here: others get a pill with their platform.
    /// @param platform what the engine runs
    /// @param beingRead ids of the images that are being looked inside
    void setState(const QString &platform, const QStringList &beingRead);
    void setCurrentColumn(int column);

protected:
    void paintSection(QPainter *painter, const QRect &rect, int section) const override;

private:
    QString m_platform;
    QStringList m_beingRead;
    int m_current = -1;
};

} // namespace drydock
